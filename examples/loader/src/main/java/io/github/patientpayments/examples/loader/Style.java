package io.github.patientpayments.examples.loader;

/** Colors of whole lines. Tables have none, since their columns are aligned by length. */
enum Style {
    SUCCESS("32"),
    WARNING("33"),
    ERROR("31");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String on(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
