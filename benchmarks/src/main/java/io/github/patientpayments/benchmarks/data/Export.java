package io.github.patientpayments.benchmarks.data;

import java.util.Locale;

/** The exports of the invented system. */
public enum Export {
    /** The first one. */
    FIRST(0),
    /** The next night: some records are changed, some are new, some are missing. */
    CHANGED(1),
    /** One more night, in which many are changed. */
    REWRITTEN(2),
    /** The first one, with invalid records between the others. */
    WITH_INVALID(0);

    private final int night;

    Export(int night) {
        this.night = night;
    }

    int night() {
        return night;
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
