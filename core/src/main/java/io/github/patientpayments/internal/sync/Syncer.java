package io.github.patientpayments.internal.sync;

import io.github.patientpayments.Delivery;
import io.github.patientpayments.Guard;
import io.github.patientpayments.Preview;
import io.github.patientpayments.Refusal.Reason;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.SyncListener;
import io.github.patientpayments.SyncOptions;
import io.github.patientpayments.SyncProgress.Phase;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.Ending;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.HostFailure;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Takes over a host's snapshot or delta and mirrors it under the lock; {@link Mirroring} tells how. Thread-safe. */
public final class Syncer {

    private final Database database;
    private final Options options;

    public Syncer(Database database, Options options) {
        this.database = database;
        this.options = options;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#sync(Delivery, SyncOptions)}. */
    public SyncReport sync(Delivery delivery, SyncOptions terms) {
        Attempt attempt = Attempt.now();
        Progress progress = new Progress(options.listener(), attempt);
        SyncReport report;
        try {
            Outcome outcome = mirror(delivery, terms, attempt, progress, Mirroring::sync);
            report = outcome.report();
            if (!outcome.refusals().isEmpty()) {
                throw new SnapshotRefusedException(outcome.refusals(), report);
            }
        } catch (Throwable e) {
            progress.failed(e);
            throw e;
        }
        progress.finished(report);
        return report;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#preview(Delivery, int)}. */
    public Preview preview(Delivery delivery, int changes) {
        if (changes < 0 || changes > Preview.MAX_CHANGES) {
            throw new IllegalArgumentException(
                    "A preview shows 0 to " + Preview.MAX_CHANGES + " changes, not " + changes);
        }
        Attempt attempt = Attempt.now();
        Progress unheard = new Progress(null, attempt);
        return mirror(delivery, SyncOptions.defaults(), attempt, unheard, mirroring -> mirroring.preview(changes));
    }

    private Outcome mirror(
            Delivery delivery,
            SyncOptions terms,
            Attempt attempt,
            Progress progress,
            Function<Mirroring, Ending<Outcome>> how) {
        boolean countsChecked = options.guard().guards(Reason.CONTROL_TOTALS) && !terms.lifts(Reason.CONTROL_TOTALS);
        try (SnapshotInput input = new SnapshotInput(delivery, countsChecked)) {
            LocalDate today = LocalDate.ofInstant(options.clock().instant(), options.zone());
            Incoming incoming = Incoming.of(delivery, terms, input, today);
            foresee(incoming, progress);
            progress.begin(Phase.WAITING);
            return database.writeOrNot(
                    attempt.id(),
                    input.repeatable(),
                    transaction -> how.apply(new Mirroring(transaction, attempt, options, incoming, progress)));
        } catch (HostFailure e) {
            throw e.original();
        }
    }

    /** Most nights nothing has changed: what can be read again is read without the lock first, if it may be known. */
    private void foresee(Incoming incoming, Progress progress) {
        if (incoming.recognisable()) {
            StoreStateRecord state = database.glance();
            Deadline deadline = new Deadline(options.inputDeadline());
            if (state.getPatientsFingerprint() != null) {
                incoming.patients().ifPresent(set -> set.foresee(deadline, progress));
            }
            if (state.getPaymentsFingerprint() != null) {
                incoming.payments().ifPresent(set -> set.foresee(deadline, progress));
            }
        }
    }

    /**
     * What the host has chosen.
     *
     * @param clock tells the time of a run
     * @param zone tells which day it is
     * @param inputDeadline how long reading may take; null for as long as it takes
     * @param maxStoredRejections how many rejections of a run are stored
     * @param guard what is refused
     * @param erasureKey by what erased patients are recognised; null if nobody was
     * @param keepErasedMoney whether the money of erased patients is added up
     * @param listener is told what happens; null for nobody
     */
    public record Options(
            Clock clock,
            ZoneId zone,
            @Nullable Duration inputDeadline,
            int maxStoredRejections,
            Guard guard,
            @Nullable SecretKey erasureKey,
            boolean keepErasedMoney,
            @Nullable SyncListener listener) {}
}
