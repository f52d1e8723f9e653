package io.github.patientpayments.internal.sync;

import io.github.patientpayments.Snapshot;
import io.github.patientpayments.SyncListener;
import io.github.patientpayments.SyncProgress.Phase;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.snapshot.HostFailure;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Takes over a host's snapshot and mirrors it under the lock; {@link Mirroring} tells how. Thread-safe. */
public final class Syncer {

    private final Database database;
    private final Options options;

    public Syncer(Database database, Options options) {
        this.database = database;
        this.options = options;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#sync}. */
    public SyncReport sync(Snapshot snapshot) {
        Attempt attempt = Attempt.at(snapshot);
        Progress progress = new Progress(options.listener(), attempt);
        try {
            SyncReport report = mirror(snapshot, attempt, progress);
            progress.finished(report);
            return report;
        } catch (Throwable e) {
            progress.failed(e);
            throw e;
        }
    }

    private SyncReport mirror(Snapshot snapshot, Attempt attempt, Progress progress) {
        try (SnapshotInput input = new SnapshotInput(snapshot)) {
            progress.begin(Phase.WAITING);
            return database.write(
                    attempt.id(),
                    input.repeatable(),
                    transaction -> new Mirroring(transaction, attempt, options, progress).mirror(input));
        } catch (HostFailure e) {
            throw e.original();
        }
    }

    /**
     * What the host has chosen.
     *
     * @param clock tells the time of a run
     * @param zone tells which day it is
     * @param inputDeadline how long reading may take; null for as long as it takes
     * @param maxStoredRejections how many rejections of a run are stored
     * @param listener is told what happens; null for nobody
     */
    public record Options(
            Clock clock,
            ZoneId zone,
            @Nullable Duration inputDeadline,
            int maxStoredRejections,
            @Nullable SyncListener listener) {}
}
