package io.github.patientpayments.internal.text;

/** Text that comes back from every database as it went in. */
public final class StorableText {

    private StorableText() {}

    /** U+0000 breaks PostgreSQL, and half a surrogate pair is sent to it as a query mark. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
