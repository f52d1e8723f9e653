package io.github.patientpayments.examples.service.admin;

/** A sentence about what has just happened, at the top of the next page. */
record Notice(Tone tone, String text) {

    static Notice success(String text) {
        return new Notice(Tone.GOOD, text);
    }

    static Notice failure(String text) {
        return new Notice(Tone.BAD, text);
    }

    /** For a class of the stylesheet. */
    String css() {
        return tone.css();
    }

    /** The role by which screen readers announce it. */
    String role() {
        return tone == Tone.BAD ? "alert" : "status";
    }
}
