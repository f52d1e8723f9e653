package io.github.patientpayments.sync;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientPaymentStore;
import java.util.UUID;

/**
 * Watches syncs: for a progress bar, for metrics, for an alert. Set it with
 * {@link PatientPaymentStore.Builder#listener(SyncListener)}. Every method does nothing by default.
 *
 * <pre>{@code
 * class Alerts implements SyncListener {
 *
 *     @Override
 *     public void finished(SyncReport report) {
 *         log.info("Run {}: {} rejected", report.number(), report.payments().rejected());
 *     }
 *
 *     @Override
 *     public void failed(UUID attempt, Throwable failure) {
 *         alert(failure);
 *     }
 * }
 * }</pre>
 *
 * <p>A listener is called in the thread that called {@code sync}, and delays the sync for as long as it takes. It
 * receives numbers, ids of runs and attempts, and exceptions as {@code sync} throws them. All of them are free of
 * personal data, except exceptions of your own sources, and reports, which contain the external ids of rejected
 * records.
 *
 * <p>An exception thrown by a listener does not affect the sync: it is caught, and its class is logged at WARN, once
 * per sync. Only errors of the virtual machine itself, such as {@link OutOfMemoryError}, are thrown on.
 *
 * <p>During {@link #progress} the sync holds a connection and, from reading on, the store's lock. A listener that calls
 * a writing method of the same store then waits for itself until the lock timeout, and a query needs a second
 * connection. In {@link #finished} and {@link #failed} both have been released. A first load that makes the indexes of
 * PostgreSQL after its rows reports nothing after the beginning of {@link SyncProgress.Phase#APPLYING_PATIENTS}, since
 * a query would wait for its end; if both sets are in files, it reports nothing after
 * {@link SyncProgress.Phase#WAITING}.
 *
 * <p>A store that syncs in several threads calls its listener from all of them.
 */
public interface SyncListener {

    /**
     * Called when a phase begins, and after every {@value SyncProgress#RECORDS_BETWEEN} records read in it.
     *
     * @param progress how far the sync has progressed
     */
    default void progress(SyncProgress progress) {}

    /**
     * Called when a sync was committed.
     *
     * @param report what {@code sync} is about to return
     */
    default void finished(SyncReport report) {}

    /**
     * Called when a sync was not committed, or when its outcome is unknown ({@link OutcomeUnknownException}).
     *
     * @param attempt the UUID of the attempt; in the run log only if the sync was committed after all, or was refused
     * @param failure what {@code sync} is about to throw
     */
    default void failed(UUID attempt, Throwable failure) {}
}
