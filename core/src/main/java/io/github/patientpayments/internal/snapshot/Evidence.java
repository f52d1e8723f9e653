package io.github.patientpayments.internal.snapshot;

/** What shows that a set is complete whose form has no end. */
enum Evidence {
    NONE,
    /** A control count, which does not show that the last record is whole. */
    COUNT,
    /** The host says so. */
    HOST
}
