package io.github.patientpayments.internal.sync;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.TransactionResult;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.HostFailure;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.time.LocalDate;
import java.util.function.Function;

/** Takes over a host's snapshot or delta and mirrors it under the lock; {@link Reconciliation} tells how. Thread-safe. */
public final class Syncer {

    private final Database database;
    private final StoreOptions options;

    public Syncer(Database database, StoreOptions options) {
        this.database = database;
        this.options = options;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#sync(SyncInput, SyncOptions)}. */
    public SyncReport sync(SyncInput delivery, SyncOptions terms) {
        Attempt attempt = Attempt.now();
        Progress progress = new Progress(options.listener(), attempt);
        SyncReport report;
        try {
            PreviewValue outcome = mirror(delivery, terms, attempt, progress, Reconciliation::sync);
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

    /** See {@link io.github.patientpayments.PatientPaymentStore#preview(SyncInput, SyncOptions, int)}. */
    public Preview preview(SyncInput delivery, SyncOptions terms, int changes) {
        if (changes < 0 || changes > Preview.MAX_CHANGES) {
            throw new IllegalArgumentException(
                    "A preview shows 0 to " + Preview.MAX_CHANGES + " changes, not " + changes);
        }
        Attempt attempt = Attempt.now();
        Progress unheard = new Progress(null, attempt);
        return mirror(delivery, terms, attempt, unheard, mirroring -> mirroring.preview(changes));
    }

    private PreviewValue mirror(
            SyncInput delivery,
            SyncOptions terms,
            Attempt attempt,
            Progress progress,
            Function<Reconciliation, TransactionResult<PreviewValue>> how) {
        boolean countsChecked = options.guard().guards(Reason.CONTROL_TOTALS) && !terms.lifts(Reason.CONTROL_TOTALS);
        try (SnapshotInput input = new SnapshotInput(delivery, countsChecked)) {
            LocalDate today = LocalDate.ofInstant(options.clock().instant(), options.zone());
            SyncRequest request = SyncRequest.of(delivery, terms, input, today);
            readAhead(request, progress);
            progress.begin(Phase.WAITING);
            return database.inWriteTransaction(
                    attempt.id(),
                    input.repeatable(),
                    transaction -> how.apply(new Reconciliation(transaction, attempt, options, request, progress)));
        } catch (HostFailure e) {
            throw e.original();
        }
    }

    /** Most nights nothing has changed: what can be read again is read without the lock first, if it may be known. */
    private void readAhead(SyncRequest request, Progress progress) {
        if (request.recognisable()) {
            StoreStateRecord state = database.readState();
            Deadline deadline = new Deadline(options.inputDeadline());
            if (state.getPatientsFingerprint() != null) {
                request.patients().ifPresent(set -> set.readAhead(deadline, progress));
            }
            if (state.getPaymentsFingerprint() != null) {
                request.payments().ifPresent(set -> set.readAhead(deadline, progress));
            }
        }
    }
}
