package io.github.patientpayments.internal.text;

/** Text that every database returns as it was stored. */
public final class StorableText {

    /** In code points. Enough for real names and ids, and short enough for an index in every database. */
    private static final int MAX_LENGTH = 250;

    private StorableText() {}

    /**
     * Whether a record can have this id. No other may be compared with stored ids: H2 would first cut it to the length
     * of the column, and PostgreSQL can't have U+0000.
     */
    public static boolean isId(String text) {
        return !text.isBlank() && !isTooLong(text) && is(text);
    }

    /** Whether the text has more code points than a name or an id can have. */
    public static boolean isTooLong(String text) {
        return text.length() > MAX_LENGTH && text.codePointCount(0, text.length()) > MAX_LENGTH;
    }

    /** PostgreSQL can't store U+0000, and its driver replaces an unpaired surrogate by a question mark. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
