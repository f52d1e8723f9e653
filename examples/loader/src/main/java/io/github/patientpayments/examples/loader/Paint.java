package io.github.patientpayments.examples.loader;

/** Colours of whole lines. Tables have none: their columns are aligned by length. */
enum Paint {
    GOOD("32"),
    WARNING("33"),
    BAD("31");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    String on(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
