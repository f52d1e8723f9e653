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
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;

/**
 * One run: makes the mirror equal a snapshot, or applies a delta to it, or changes nothing.
 *
 * <p><b>One transaction, one lock.</b> A writer first locks the single row of {@code store_state}. Run numbers and
 * record ids are taken from that row under the lock, so they have no gaps and never collide. The transaction is READ
 * COMMITTED: a writer that has waited for the lock sees what the previous one committed, which a stricter level would
 * hide.
 *
 * <p><b>Stage, deduplicate, diff, merge.</b> The elements of both sets are streamed into staging tables, one row each.
 * Rejected elements are staged too, since a record that is present but invalid must not count as missing. Deduplication
 * leaves one row for each id. A join of the stage and the mirror yields the diff, which has a row for every record that
 * has to be written and none for the others. Merging the diff takes a handful of statements, whatever the size of the
 * snapshot, and an unchanged record is never written.
 *
 * <p><b>Known records.</b> Each live record is stored with the hash of its content. The hashes are read into memory,
 * and an element of a full set that has one of them is not staged. So what is staged and compared is what may have
 * changed, unless the mirror has more records than the host allows in memory.
 *
 * <p><b>First sets.</b> Their elements are all new: they are inserted straight from the stage, and if they are many,
 * the indexes are made after them. Those in files are not even staged, but written as they are read.
 *
 * <p><b>Patients before payments.</b> A payment is valid only if its patient is live once the patients have been
 * reconciled, so the patients are written before the payments are compared. Payments that move to another patient in
 * the same snapshot are staged by then, so when a patient is deleted, the deletion cascades only to the payments that
 * remain. An element without a readable id could be any record of its set, so no missing record of that type is
 * deleted. If the element is a payment, no patient is deleted whose deletion would cascade to payments.
 *
 * <p><b>Totals.</b> Each live patient has a row of totals, in a table of their own. It is adjusted by the diffs and
 * never recomputed, except that a new smallest or greatest payment is looked for where the former one has gone.
 *
 * <p><b>Guards</b> run once every figure is known and before the payments, by far the larger part, are written. A
 * refused run is rolled back up to the lock and then logged under it, with the rejections that were read before. So no
 * other writer, such as an erasure, comes between a run and its log. A preview continues despite refusals, reads its
 * own changes from the change feed, and is rolled back.
 *
 * <p><b>Fingerprints.</b> A set with the fingerprint of the last set applied equals the mirror, as long as no run has
 * written since. Such a set is recognized: it is not compared, and not even staged if its source can be read again.
 * Recognized payments are still compared if the patients have changed.
 *
 * <p><b>Deltas</b> follow the same steps. A record that is not in a delta is not missing, so nothing is withheld, and
 * the joins start from the stage instead of the mirror.
 *
 * <p>The staging and diff tables are ordinary tables of the store's schema. They are emptied before the run, in case
 * they are not empty, and again before the commit.
 */
final class Reconciliation {

    /** A larger delta is joined with the mirror in the same way as a full set. */
    private static final long LARGE_DELTA = 10_000;

    /** For fewer records, making the indexes again would take longer than writing to them. */
    private static final long LARGE_FIRST_LOAD = 10_000;

    /** Runs of no more records use the plans that the session has kept: to make them takes as long as all else. */
    private static final long FEW = 2_000;

    private final Transaction transaction;
    private final StoreOptions options;
    private final SyncRequest request;
    private final Progress progress;
    private final Run run;
    private final long baseRun;
    private final Ingestion ingestion;
    private final StagingTable patientStage;
    private final StagingTable paymentStage;
    private final RunRecorder recorder;
    private SetCounter patients = new SetCounter(SetState.absent(RecordType.PATIENT));
    private SetCounter payments = new SetCounter(SetState.absent(RecordType.PAYMENT));
    private boolean indexesDropped;
    private boolean loaded;

    private Reconciliation(
            Transaction transaction,
            Attempt attempt,
            StoreOptions options,
            SyncRequest request,
            SuppressionList suppression,
            Progress progress) {
        this.transaction = transaction;
        this.options = options;
        this.request = request;
        this.progress = progress;
        this.run = Run.after(transaction, options.clock().instant());
        this.baseRun = transaction.state().getBaseRun();
        this.ingestion = new Ingestion(transaction, options, request, suppression, progress);
        this.patientStage = StagingTable.ofPatients(transaction);
        this.paymentStage = StagingTable.ofPayments(transaction);
        this.recorder = RunRecorder.ofSync(transaction, attempt, run, request);
    }

    /** Begins a run: empties the working tables and opens the list of the patients who were erased. */
    static Reconciliation begin(
            Transaction transaction, Attempt attempt, StoreOptions options, SyncRequest request, Progress progress) {
        transaction.emptyWorkingTables();
        SuppressionList suppression = SuppressionList.in(transaction, options.erasureKeys());
        return new Reconciliation(transaction, attempt, options, request, suppression, progress);
    }

    /** Does everything in the run between lock and commit. */
    TransactionResult<PreviewValue> sync() {
        readAndCompare();
        List<Refusal> refusals = checkGuards();
        if (!refusals.isEmpty()) {
            return rollBackRefused(refusals);
        }
        writePayments();
        SyncReport report = recordRun(refusals);
        return TransactionResult.commit(new PreviewValue(baseRun, report, refusals, List.of()));
    }

    /** Does the same, except that refusals do not end the run and nothing is committed. */
    TransactionResult<PreviewValue> preview(int changes) {
        readAndCompare();
        List<Refusal> refusals = checkGuards();
        writePayments();
        SyncReport report = recordRun(refusals);
        List<Change> first = ChangeFeed.ofRun(transaction.dsl(), run.number(), changes);
        return TransactionResult.rollBack(new PreviewValue(baseRun, report, refusals, first));
    }

    private void readAndCompare() {
        progress.startOver(request.sets());
        if (!loadedDirectly()) {
            patients = new SetCounter(ingestion.ingestPatients(patientStage));
            payments = new SetCounter(ingestion.ingestPayments(paymentStage));
            if (!isOfFew()) {
                transaction.discardPlans();
            }
            reconcilePatients();
            diffPayments();
        }
    }

    /** Loads a first snapshot without staging it, or leaves everything as it is and returns false. */
    private boolean loadedDirectly() {
        if (!ingestion.mayLoadDirectly()) {
            return false;
        }
        transaction.discardPlans();
        loaded = transaction.undoUnless(() -> {
            dropIndexes();
            return (indexesDropped || !transaction.loadsWithoutIndexes()) && loadAll();
        });
        if (!loaded) {
            indexesDropped = false;
            progress.resume();
        }
        return loaded;
    }

    private boolean loadAll() {
        FirstLoad load = new FirstLoad(transaction, options, request, run, ingestion, progress);
        if (!load.load(patientStage, paymentStage)) {
            return false;
        }
        patients = load.patients();
        payments = load.payments();
        return !indexesDropped || transaction.makeIndexes();
    }

    /** The listener is not called from then on, since a query of it would wait for the commit. */
    private void dropIndexes() {
        if (transaction.dropIndexes()) {
            indexesDropped = true;
            progress.silence();
        }
    }

    private void reconcilePatients() {
        if (!patients.set().mayDiffer()) {
            return;
        }
        progress.begin(Phase.APPLYING_PATIENTS);
        if (isLargeFirstLoad()) {
            dropIndexes();
        }
        applyPatients();
    }

    private void applyPatients() {
        PatientComparison comparison = new PatientComparison(transaction, patients);
        DiffMerge merge = DiffMerge.ofPatients(transaction, run, patients);
        comparing(() -> {
            patientStage.deduplicate(run, patients, options.maxStoredRejections());
            comparison.compare();
        });
        if (withholdsDeletions(patients)) {
            comparison.withholdDeletions();
        }
        upsert(merge, patients);
        renewHashes(comparison);
        if (request.options().comparesInFull()) {
            comparing(comparison::renewSearchKeys);
        }
        if (payments.set().recognized() && patients.counts().isChanged()) {
            // Before patients are deleted: the second reading may find an element that withholds deletions.
            payments = new SetCounter(ingestion.stageRecognizedPayments(payments.set(), paymentStage));
        }
        if (payments.set().withholdsDeletions()) {
            comparing(comparison::withholdDeletionsThatWouldCascade);
        }
        merge.delete();
    }

    /** A full set, however small, may delete all records. */
    private boolean isOfFew() {
        long stored = request.delta()
                ? 0
                : transaction.state().getLastPatientId() + transaction.state().getLastPaymentId();
        return patients.read() + payments.read() <= FEW && stored <= FEW;
    }

    private boolean isLargeFirstLoad() {
        long newRecords = patients.read() + (payments.set().first() ? payments.read() : 0);
        return patients.set().first() && newRecords >= LARGE_FIRST_LOAD;
    }

    private void diffPayments() {
        if (payments.set().recognized()) {
            return;
        }
        progress.begin(Phase.APPLYING_PAYMENTS);
        PaymentComparison comparison = new PaymentComparison(transaction, payments);
        comparing(() -> {
            if (payments.set().mayDiffer()) {
                if (patients.of(DiffAction.DELETE) > 0) {
                    comparison.stageWithoutPatient(paymentStage);
                }
                comparison.reject(paymentStage, run, patients, options.maxStoredRejections());
                comparison.compare();
                if (withholdsDeletions(payments)) {
                    comparison.withholdDeletions();
                } else {
                    comparison.clearCascaded();
                }
            }
            if (patients.of(DiffAction.DELETE) > 0) {
                comparison.cascade();
            }
            comparison.returnWithPatient(patients);
            comparison.count();
        });
    }

    private boolean withholdsDeletions(SetCounter counter) {
        return request.options().withholdsDeletions() || counter.set().withholdsDeletions();
    }

    private List<Refusal> checkGuards() {
        return new Guards(transaction, run, request, options.guard(), patients, payments)
                .check(options.clock().instant(), () -> recorder.report(patients, payments, List.of()));
    }

    private TransactionResult<PreviewValue> rollBackRefused(List<Refusal> refusals) {
        List<Rejection> rejections = RunLog.rejections(transaction.dsl(), run.number(), options.maxStoredRejections());
        return recorder.rollBackRefused(baseRun, patients, payments, refusals, rejections);
    }

    private void writePayments() {
        if (loaded) {
            return;
        }
        DiffMerge merge = DiffMerge.ofPayments(transaction, run, payments);
        upsert(merge, payments);
        merge.delete();
        renewHashes(new PaymentComparison(transaction, payments));
        PatientTotalsUpdate totals = new PatientTotalsUpdate(transaction, patients, payments);
        if (patients.set().first() || payments.set().first()) {
            comparing(totals::apply);
        } else {
            totals.apply();
        }
        if (indexesDropped && !transaction.makeIndexes()) {
            throw new IllegalStateException("An id is repeated among the records of a first set");
        }
    }

    private SyncReport recordRun(List<Refusal> refusals) {
        progress.begin(Phase.COMMITTING);
        return recorder.record(patients, payments, refusals);
    }

    /** The rows of a first set come from a join of whole tables, and not from the diff. */
    private void upsert(DiffMerge merge, SetCounter counter) {
        if (counter.set().first()) {
            comparing(merge::upsert);
        } else {
            merge.upsert();
        }
    }

    /** Those of records that a revert or other rules have written, and of all if the host doubts them. */
    private void renewHashes(SetComparison comparison) {
        SetCounter counter = comparison.counter;
        if (counter.stagedUnchanged() > 0
                || (counter.set().fullSet() && request.options().comparesInFull())) {
            comparing(comparison::renewHashes);
        }
    }

    /** Without statistics PostgreSQL would scan all payments again for each deleted patient. */
    private void comparing(Runnable comparison) {
        boolean few = patients.read() + payments.read() <= LARGE_DELTA && patients.of(DiffAction.DELETE) == 0;
        if (request.delta() && few) {
            comparison.run();
        } else {
            transaction.dialect().compareWholeSets(transaction.dsl(), comparison);
        }
    }
}
