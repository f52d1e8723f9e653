package io.github.patientpayments.history;

/** The order of versions. */
public enum VersionSort {
    /** By the run in which they became valid. */
    RUN
}
