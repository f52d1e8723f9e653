package io.github.patientpayments.internal.db;

import io.github.patientpayments.StoreException;

/** Keeps the interruption of a thread for its caller. */
public final class Interruption {

    private Interruption() {}

    /**
     * Interrupts the thread again if an interruption has ended its work. Called when the connection has been given
     * back: H2 closes a file on which an interrupted thread works, for instance to roll back.
     */
    public static StoreException restored(StoreException failure) {
        if (failure.getCause() instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }
}
