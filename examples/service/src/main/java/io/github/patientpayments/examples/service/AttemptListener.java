package io.github.patientpayments.examples.service;

import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import java.util.UUID;

/** Notes which attempt the request of this thread has become, and passes everything on. Thread-safe. */
record AttemptListener(SyncListener next) implements SyncListener {

    @Override
    public void progress(SyncProgress progress) {
        Exchange exchange = ClientTimeouts.current().exchange();
        if (exchange != null) {
            exchange.begins(progress.attempt());
        }
        next.progress(progress);
    }

    @Override
    public void finished(SyncReport report) {
        next.finished(report);
    }

    @Override
    public void failed(UUID attempt, Throwable failure) {
        next.failed(attempt, failure);
    }
}
