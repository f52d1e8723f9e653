package io.github.patientpayments.examples.common;

import java.util.Locale;

/** Constants as people type them. */
public final class Words {

    private Words() {}

    /** Lower case, with hyphens. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
