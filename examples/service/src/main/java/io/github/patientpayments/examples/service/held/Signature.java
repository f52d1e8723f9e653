package io.github.patientpayments.examples.service.held;

import java.util.regex.Pattern;

/**
 * Who has decided, and why, as the person has entered it.
 *
 * @param by the name that the person gave
 * @param why the reason
 */
public record Signature(String by, String why) {

    /** Line breaks, and what makes text run the other way: with it, a note could be read as another one. */
    private static final Pattern OTHER_THAN_TEXT =
            Pattern.compile("[\\p{Cc}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]+");

    /** The greatest length of a name. */
    public static final int MAX_BY = 60;

    /** The greatest length of a reason. */
    public static final int MAX_WHY = 300;

    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException if one is blank or too long
     */
    public Signature {
        by = checked("Your name", by, MAX_BY);
        why = checked("The reason", why, MAX_WHY);
    }

    private static String checked(String what, String text, int most) {
        String stripped = OTHER_THAN_TEXT.matcher(text).replaceAll(" ").strip();
        if (stripped.isBlank() || stripped.length() > most) {
            throw new IllegalArgumentException(what + " must have 1 to " + most + " characters.");
        }
        return stripped;
    }

    /**
     * The note for the run log.
     *
     * @param what has been done, such as {@code Undone}
     */
    public String note(String what) {
        return what + " by " + by + ": " + why;
    }
}
