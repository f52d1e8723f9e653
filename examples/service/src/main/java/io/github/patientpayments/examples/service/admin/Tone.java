package io.github.patientpayments.examples.service.admin;

import java.util.Locale;

/** The colours of badges and notices. A colour never stands without a word. */
enum Tone {
    GOOD,
    WARN,
    BAD,
    INFO,
    PLAIN;

    /** The class of the stylesheet. */
    String css() {
        return name().toLowerCase(Locale.ROOT);
    }
}
