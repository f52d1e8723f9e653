package io.github.patientpayments.sync;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientPaymentStore;
import java.util.UUID;

/**
 * Watches syncs: for a progress bar, for metrics, for an alert. Set by {@link
 * PatientPaymentStore.Builder#listener(SyncListener)}. Every method does nothing by default.
 *
 * <p>Called in the thread that called {@code sync}, so it holds the sync up for as long as it takes. It is handed
 * numbers, ids of runs and attempts, and exceptions, which come as they come out of {@code sync}: all but those of the
 * host's own sources are free of people's data; a report tells the external ids of rejected records.
 *
 * <p>Whatever it throws changes nothing: it is caught and logged by its class at WARN, once a sync. Only errors of the
 * virtual machine itself, out of memory for instance, go their way.
 *
 * <p>During {@link #progress} the sync holds a connection and, from reading on, the store's lock: a listener that calls
 * a writing method of the same store then waits for itself until the lock timeout, and a question needs a second
 * connection. In {@link #finished} and {@link #failed} both have been given back.
 *
 * <p>A store that syncs in several threads calls its listener from all of them. Later versions may add methods that do
 * nothing.
 */
public interface SyncListener {

    /**
     * A phase begins, or has read another {@value SyncProgress#RECORDS_BETWEEN} records.
     *
     * @param progress how far the sync has come
     */
    default void progress(SyncProgress progress) {}

    /**
     * A sync was committed.
     *
     * @param report what {@code sync} is about to return
     */
    default void finished(SyncReport report) {}

    /**
     * A sync was not committed, or nobody knows: {@link OutcomeUnknownException}.
     *
     * @param attempt the UUID of the attempt; in the run log only if the sync was committed after all
     * @param failure what {@code sync} is about to throw
     */
    default void failed(UUID attempt, Throwable failure) {}
}
