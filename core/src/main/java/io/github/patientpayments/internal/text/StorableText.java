package io.github.patientpayments.internal.text;

/** Text that every database returns as it was stored. */
public final class StorableText {

    private StorableText() {}

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
