package io.github.patientpayments.examples.service.admin;

/** A word in a colour; a template shows it with {@code {{>badge}}}. */
record Badge(Tone tone, String word) {

    String css() {
        return tone.css();
    }
}
