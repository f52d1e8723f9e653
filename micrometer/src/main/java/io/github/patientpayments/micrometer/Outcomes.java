package io.github.patientpayments.micrometer;

import io.github.patientpayments.SnapshotRefusedException;

/** How a sync that was not applied ended, in words of low cardinality. */
final class Outcomes {

    static final String NONE = "none";

    private Outcomes() {}

    static String outcome(Throwable failure) {
        return failure instanceof SnapshotRefusedException ? "refused" : "failed";
    }

    static String cause(Throwable failure) {
        return failure instanceof SnapshotRefusedException refused
                ? refused.reason().name()
                : failure.getClass().getName();
    }
}
