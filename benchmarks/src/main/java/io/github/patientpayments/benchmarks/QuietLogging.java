package io.github.patientpayments.benchmarks;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Silences java.util.logging, which pgjdbc and Hibernate write to, in the processes that work. */
public final class QuietLogging {

    /** Called by the JDK, for the property {@code java.util.logging.config.class}. */
    public QuietLogging() {
        Logger.getLogger("").setLevel(Level.SEVERE);
    }
}
