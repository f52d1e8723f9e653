package io.github.patientpayments.internal.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form of a name in which case and accents make no difference: what names are searched and sorted by. */
public final class SearchKey {

    /** Characters of a key that are kept: names that agree in all of these are found by a longer prefix of neither. */
    public static final int MAX_LENGTH = 100;

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final String LETTERS_WITHOUT_DECOMPOSITION = "øłđħŧς";
    private static final String THEIR_BASE = "oldhtσ";

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

    /** Takes case and accents away. Lower case comes first, since ẞ becomes SS only by way of ß. */
    public static String fold(String text) {
        String bare =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        StringBuilder folded = new StringBuilder(
                bare.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
        for (int i = 0; i < folded.length(); i++) {
            int known = LETTERS_WITHOUT_DECOMPOSITION.indexOf(folded.charAt(i));
            if (known >= 0) {
                folded.setCharAt(i, THEIR_BASE.charAt(known));
            }
        }
        return folded.toString();
    }
}
