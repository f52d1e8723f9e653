package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.util.UUID;

/**
 * Prints what a signal during a load has done. The load goes on while the JVM shuts down, so a load that was reported
 * as stopped is kept from committing.
 */
final class Interruption implements SyncListener, AutoCloseable {

    private final ProgressBar bar;
    private final Thread hook = new Thread(this::stop, "stopped");
    private boolean stopped;
    private boolean committing;
    private boolean ended;

    private Interruption(ProgressBar bar) {
        this.bar = bar;
    }

    static Interruption watch(ProgressBar bar) {
        Interruption interruption = new Interruption(bar);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    @Override
    public void progress(SyncProgress progress) {
        if (progress.phase() == Phase.COMMITTING) {
            commit();
        }
        bar.progress(progress);
    }

    @Override
    public void finished(SyncReport report) {
        end();
        bar.finished(report);
    }

    @Override
    public void failed(UUID attempt, Throwable failure) {
        end();
        bar.failed(attempt, failure);
    }

    private synchronized void commit() {
        while (stopped) {
            try {
                wait(); // until the JVM is gone, and the database rolls back
            } catch (InterruptedException e) {
                // by nobody
            }
        }
        committing = true;
    }

    private synchronized void end() {
        ended = true;
    }

    private synchronized void stop() {
        if (ended) {
            return;
        }
        stopped = !committing;
        StandardError.printDuringShutdown((bar.isDrawn() ? System.lineSeparator() : "")
                + (committing
                        ? "patient-payments: stopped during COMMIT. To find out whether the load was applied:"
                                + " patient-payments runs"
                        : "patient-payments: stopped; nothing was changed."));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down, and the hook runs
        }
    }
}
