package io.github.patientpayments.examples.common;

import java.util.Locale;

/** Constants as people type them. */
public final class Words {

    private Words() {}

    /** Lower case, with hyphens. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a word names a constant, in any case, with hyphens or as messages print it. */
    public static boolean name(String word, Enum<?> constant) {
        return word.replace('-', '_').equalsIgnoreCase(constant.name());
    }
}
