package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.db.TransactionResult;
import io.github.patientpayments.internal.erasure.SuppressionList;
import io.github.patientpayments.internal.history.ChangeFeed;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;

/**
 * Makes the mirror equal a snapshot, or what a delta makes of it, or changes nothing.
 *
 * <p><b>One transaction under one lock.</b> A writer first locks the one row of {@code store_state}; run numbers and ids
 * are handed out from that row, so they never have gaps or clash, and whoever waited sees what the one before
 * committed (READ COMMITTED: under stricter levels it would not).
 *
 * <p><b>Stage, deduplicate, compare, apply.</b> Both sets are streamed into working tables, an element a row, good or bad: a
 * rejected element still says that its record exists. Sifting leaves one row for each id. Comparing a stage with the
 * mirror gives a diff, a row for each record to which something is to happen; applying the diff is a handful of
 * statements, whatever its size. Neither memory nor the number of statements grows with the snapshot, and an unchanged
 * record is never written.
 *
 * <p><b>Patients before payments.</b> Whether a payment is valid depends on who is live after the patients' step, so
 * payments are sifted behind it. Missing patients are decided last: a payment that moves to another patient in the same
 * snapshot must have moved before the rest of its patient's payments go with the patient. An element without a
 * readable id could be any record of its set, so it withholds the deletions of that set, and an unreadable payment
 * also those of patients who would take payments with them.
 *
 * <p><b>Totals</b> move by what the diff of the payments says; they are never recomputed.
 *
 * <p><b>Guards</b> are asked when everything is known and the payments are not yet written. A refused run is rolled
 * back and then logged in a short transaction of its own; a preview goes on to the end, reads what it did as the change
 * feed would tell it, and is rolled back.
 *
 * <p><b>Recognised.</b> A set whose fingerprint is that of the last one applied, in a mirror that nobody has written to
 * since, is neither compared nor, if it can be read again, staged. Payments are compared all the same if patients change.
 *
 * <p><b>A delta</b> goes the same way; what it does not name is not missing, so nothing is withheld, and its joins begin
 * at the stage.
 *
 * <p>The working tables are ordinary tables of the store's schema. They are emptied before the run (should anybody have
 * left something in them) and before the commit.
 */
final class Reconciliation {

    /** A delta of more elements is joined with the mirror as a whole set is. */
    private static final long LARGE_DELTA = 10_000;

    private final Transaction transaction;
    private final StoreOptions options;
    private final SyncRequest request;
    private final Progress progress;
    private final Run run;
    private final long baseRun;
    private final SetCounter patients = new SetCounter(RecordType.PATIENT);
    private final SetCounter payments = new SetCounter(RecordType.PAYMENT);
    private final StagingTable patientStage;
    private final StagingTable paymentStage;
    private final RunRecorder recorder;

    Reconciliation(
            Transaction transaction, Attempt attempt, StoreOptions options, SyncRequest request, Progress progress) {
        this.transaction = transaction;
        this.options = options;
        this.request = request;
        this.progress = progress;
        this.run = Run.after(transaction.state(), options.clock().instant());
        this.baseRun = transaction.state().getBaseRun();
        this.patientStage = StagingTable.ofPatients(transaction, patients);
        this.paymentStage = StagingTable.ofPayments(transaction, payments);
        this.recorder = new RunRecorder(transaction, attempt, request, run, patients, payments);
    }

    /** From the lock to just before the commit, or to a refusal. */
    TransactionResult<PreviewValue> sync() {
        List<Refusal> refusals = compare();
        if (!refusals.isEmpty()) {
            PreviewValue refused = outcome(recorder.report(refusals), refusals, List.of());
            return TransactionResult.rollBack(refused, later -> refused.logIn(later, options.clock()));
        }
        apply();
        return TransactionResult.commit(outcome(recorder.record(refusals), refusals, List.of()));
    }

    /** The same to its end, with the first changes, and nobody else sees it. */
    TransactionResult<PreviewValue> preview(int changes) {
        List<Refusal> refusals = compare();
        apply();
        SyncReport report = recorder.record(refusals);
        List<Change> first = ChangeFeed.ofRun(transaction.dsl(), run.number(), changes);
        return TransactionResult.rollBack(outcome(report, refusals, first));
    }

    /** Everything but writing the payments. */
    private List<Refusal> compare() {
        emptyWorkingTables();
        SuppressionList suppression = SuppressionList.in(transaction, options.erasureKey());
        Ingestion ingestion = new Ingestion(transaction, options, request, suppression, progress);
        ingestion.take(patientStage, patients, paymentStage, payments);
        if (patients.toCompare()) {
            progress.begin(Phase.APPLYING_PATIENTS);
            mirrorPatients(ingestion);
        }
        if (!payments.recognised) {
            progress.begin(Phase.APPLYING_PAYMENTS);
            comparePayments();
        }
        return new Guards(transaction, request, options.guard(), patients, payments)
                .refusals(options.clock().instant());
    }

    private PreviewValue outcome(SyncReport report, List<Refusal> refusals, List<Change> changes) {
        return new PreviewValue(baseRun, report, refusals, changes);
    }

    private void apply() {
        new PaymentChanges(transaction, run, payments).apply();
        progress.begin(Phase.COMMITTING);
        emptyWorkingTables();
    }

    private void mirrorPatients(Ingestion ingestion) {
        PatientComparison comparison = new PatientComparison(transaction, patients);
        PatientChanges changes = new PatientChanges(transaction, run, patients);
        compared(() -> {
            patientStage.deduplicate(run, options.maxStoredRejections());
            comparison.compare();
        });
        if (patients.withholds()) {
            comparison.withholdDeletions();
        }
        changes.upsert();
        if (payments.recognised && patients.counts().isChanged()) {
            // Before anybody is deleted: what is read now may be another content, and withhold deletions.
            ingestion.takeInFull(paymentStage, payments);
        }
        if (payments.withholds()) {
            compared(() -> comparison.withholdDeletions(PaymentComparison.patientsWhoseDeletionWouldCascade()));
        }
        changes.delete();
    }

    private void comparePayments() {
        PaymentComparison comparison = new PaymentComparison(transaction, payments);
        compared(() -> {
            if (payments.toCompare()) {
                paymentStage.reject(PaymentComparison.patientUnknown(), PaymentComparison.UNKNOWN_PATIENT);
                paymentStage.deduplicate(run, Math.max(0, options.maxStoredRejections() - patients.rejected));
                comparison.compare();
                if (payments.withholds()) {
                    comparison.withholdDeletions();
                } else {
                    comparison.clearMarks();
                }
            }
            if (patients.of(DiffAction.DELETE) > 0) {
                comparison.cascade();
            }
            comparison.returnWithPatient();
            comparison.count();
        });
    }

    /** Without statistics PostgreSQL would look through all payments for each patient who goes: better once for all. */
    private void compared(Runnable comparison) {
        boolean few = patients.read() + payments.read() <= LARGE_DELTA && patients.of(DiffAction.DELETE) == 0;
        if (request.delta() && few) {
            comparison.run();
        } else {
            transaction.dialect().compareWholeSets(transaction.dsl(), comparison);
        }
    }

    private void emptyWorkingTables() {
        transaction.emptyWorkingTables();
    }
}
