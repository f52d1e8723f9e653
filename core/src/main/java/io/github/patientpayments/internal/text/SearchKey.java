package io.github.patientpayments.internal.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form of a name without case and accents, by which names are searched and sorted. It is empty for a name of
 * accents alone, which sorts first and which no prefix finds. It depends on what the Java version that computes it
 * knows of Unicode.
 */
public final class SearchKey {

    /** In UTF-16 units. Names that agree up to this length sort as equal, and a longer prefix is refused. */
    public static final int MAX_LENGTH = 100;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    /** What is above the surrogates is moved above all: PostgreSQL sorts by code points, H2 by UTF-16 units. */
    private static final char ABOVE_SURROGATES = '\uE000';

    private static final int TO_LAST_PLANE = 0x100000;

    private static final String LETTERS_WITHOUT_DECOMPOSITION = "øłđħŧς";
    private static final String BASE_LETTERS = "oldhtσ";

    private SearchKey() {}

    /** The key under which a name is stored. */
    public static String of(String name) {
        String folded = fold(name);
        if (folded.length() <= MAX_LENGTH) {
            return folded;
        }
        int end = Character.isHighSurrogate(folded.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return folded.substring(0, end);
    }

    /** Removes case and accents. Converts to lower case first, since ẞ becomes SS only by way of ß. */
    public static String fold(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String bare =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        StringBuilder folded = new StringBuilder(
                bare.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        for (int i = 0; i < folded.length(); i++) {
            int known = LETTERS_WITHOUT_DECOMPOSITION.indexOf(folded.charAt(i));
            if (known >= 0) {
                folded.setCharAt(i, BASE_LETTERS.charAt(known));
            }
        }
        return inOneOrder(folded.toString());
    }

    /** Only private characters and those of no use in names are moved, since the others have been decomposed. */
    private static String inOneOrder(String folded) {
        if (folded.chars().allMatch(c -> c < ABOVE_SURROGATES)) {
            return folded;
        }
        return folded.codePoints()
                .map(c -> c >= ABOVE_SURROGATES && c <= Character.MAX_VALUE ? c + TO_LAST_PLANE : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Most names are, and have no accents. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
