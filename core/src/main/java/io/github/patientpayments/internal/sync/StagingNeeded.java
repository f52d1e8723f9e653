package io.github.patientpayments.internal.sync;

/** Ends a load of records that can't be written while they are read. */
final class StagingNeeded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without a stack trace, since it is caught and logged. */
    StagingNeeded(String reason) {
        super(reason, null, false, false);
    }
}
