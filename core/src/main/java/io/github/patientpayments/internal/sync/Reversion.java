package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Subqueries.exists;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.db.TransactionResult;
import io.github.patientpayments.internal.history.ChangeFeed;
import io.github.patientpayments.internal.history.Horizon;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;

/**
 * One revert: makes the mirror what it was as of an earlier run. The diff is computed from the versions of that time
 * instead of a stage; from there on it takes the same way as in a {@link Reconciliation}, so that history, change feed
 * and totals follow.
 *
 * <p>Erased data is in no version, so it stays erased. What was known then of erased patients' payments is gone too:
 * such a payment is deleted, as the mirror as of that run does not show it.
 */
final class Reversion {

    private final Transaction transaction;
    private final StoreOptions options;
    private final SyncOptions syncOptions;
    private final Progress progress;
    private final Run run;
    private final long target;
    private final long baseRun;
    private final RunRecorder recorder;
    private final SetCounter patients = new SetCounter(SetState.absent(RecordType.PATIENT));
    private final SetCounter payments = new SetCounter(SetState.absent(RecordType.PAYMENT));

    private Reversion(
            Transaction transaction,
            Attempt attempt,
            StoreOptions options,
            SyncOptions syncOptions,
            Progress progress,
            long target) {
        this.transaction = transaction;
        this.options = options;
        this.syncOptions = syncOptions;
        this.progress = progress;
        this.run = Run.after(transaction, options.clock().instant());
        this.target = target;
        this.baseRun = transaction.state().getBaseRun();
        this.recorder = RunRecorder.ofRevert(transaction, attempt, run, target);
    }

    /** Begins a revert to a run: checks that the run can be queried, and empties the working tables. */
    static Reversion begin(
            Transaction transaction,
            Attempt attempt,
            StoreOptions options,
            SyncOptions syncOptions,
            Progress progress,
            long target) {
        long last = transaction.state().getLastRun();
        if (target < 0 || target > last) {
            throw new IllegalArgumentException("There is no run " + target + ": the last one is " + last);
        }
        Horizon.of(transaction.dsl()).checkRun(target);
        transaction.discardPlans();
        transaction.emptyWorkingTables();
        return new Reversion(transaction, attempt, options, syncOptions, progress, target);
    }

    /** Does everything in the run between lock and commit. */
    TransactionResult<PreviewValue> revert() {
        List<Refusal> refusals = checkBase();
        if (!refusals.isEmpty()) {
            return recorder.rollBackRefused(baseRun, patients, payments, refusals, List.of());
        }
        restoreRecords();
        return TransactionResult.commit(new PreviewValue(baseRun, recordRun(refusals), refusals, List.of()));
    }

    /** Does the same, except that another base does not end the run and nothing is committed. */
    TransactionResult<PreviewValue> preview(int changes) {
        List<Refusal> refusals = checkBase();
        restoreRecords();
        SyncReport report = recordRun(refusals);
        List<Change> first = ChangeFeed.ofRun(transaction.dsl(), run.number(), changes);
        return TransactionResult.rollBack(new PreviewValue(baseRun, report, refusals, first));
    }

    private List<Refusal> checkBase() {
        Refusals refusals = new Refusals(options.guard(), syncOptions);
        if (refusals.watch(Reason.BASE_MOVED)) {
            InputGuards.checkBase(syncOptions, baseRun, refusals);
        }
        return refusals.list();
    }

    private void restoreRecords() {
        progress.begin(Phase.APPLYING_PATIENTS);
        compare(
                () -> PastComparison.ofPatients(transaction.dsl(), target),
                new PatientComparison(transaction, patients));
        DiffMerge.ofPatients(transaction, run, patients).apply();

        progress.begin(Phase.APPLYING_PAYMENTS);
        compare(
                () -> PastComparison.ofPayments(transaction.dsl(), target),
                new PaymentComparison(transaction, payments));
        DiffMerge.ofPayments(transaction, run, payments).apply();
        clearMarks();
        new PatientTotalsUpdate(transaction, patients, payments).apply();
    }

    /**
     * A payment that went with its patient since then returns with the patient only if both were deleted then:
     * otherwise the mirror of that time had no such payment.
     */
    private void clearMarks() {
        Condition patientIsLive = exists(
                selectOne().from(PATIENTS).where(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID), PATIENTS.DELETED.isNull()));
        Field<Instant> then = coalesce(
                field(select(max(SYNC_RUNS.RUN_TIME)).from(SYNC_RUNS).where(SYNC_RUNS.RUN.le(inline(target)))),
                val(Instant.EPOCH, SYNC_RUNS.RUN_TIME));
        payments.writeUncounted(transaction
                .dsl()
                .update(PAYMENTS)
                .set(PAYMENTS.CASCADED, false)
                .where(
                        PAYMENTS.CASCADED.isTrue(),
                        PAYMENTS.CHANGED_RUN.gt(inline(target)),
                        patientIsLive.or(PAYMENTS.CREATED.gt(then)))
                .execute());
    }

    private void compare(Runnable comparison, SetComparison diff) {
        transaction.dialect().compareWholeSets(transaction.dsl(), comparison);
        diff.countActions();
        if (syncOptions.withholdsDeletions()) {
            diff.withholdDeletions();
        }
    }

    private SyncReport recordRun(List<Refusal> refusals) {
        progress.begin(Phase.COMMITTING);
        return recorder.record(patients, payments, refusals);
    }
}
