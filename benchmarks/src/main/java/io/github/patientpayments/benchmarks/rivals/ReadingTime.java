package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;

/** How long a sync reads its input, which includes validating and staging it. */
final class ReadingTime implements SyncListener {

    private long start;
    private long nanos;

    void start() {
        this.start = System.nanoTime();
        this.nanos = 0;
    }

    long nanos() {
        return nanos;
    }

    @Override
    public void progress(SyncProgress progress) {
        if (progress.phase().compareTo(SyncProgress.Phase.APPLYING_PATIENTS) >= 0) {
            stop();
        }
    }

    /** If nothing was to be applied. */
    @Override
    public void finished(SyncReport report) {
        stop();
    }

    private void stop() {
        if (nanos == 0) {
            nanos = System.nanoTime() - start;
        }
    }
}
