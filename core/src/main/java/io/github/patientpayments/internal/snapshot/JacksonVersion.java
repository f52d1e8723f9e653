package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.patientpayments.internal.text.LeastVersion;

/** The host may have brought an older Jackson. */
public final class JacksonVersion {

    private static final LeastVersion LEAST = new LeastVersion("Jackson", "2.16");

    private JacksonVersion() {}

    /** Throws if it is too old. */
    public static void check() {
        LEAST.check(new JsonFactory().version().toString());
    }
}
