package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.sync.SyncProgress.Phase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a first snapshot without a stage: its valid records are written while they are read. That the id of a payment
 * is repeated shows only when the indexes are made, so the caller has to undo a load that fails.
 */
final class FirstLoad {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLoad.class);

    private final Transaction transaction;
    private final StoreOptions options;
    private final SyncRequest request;
    private final Run run;
    private final Ingestion ingestion;
    private final Progress progress;
    private final Deadline deadline;
    private final FirstPatients known;
    private SetCounter patients = new SetCounter(SetState.absent(RecordType.PATIENT));
    private SetCounter payments = new SetCounter(SetState.absent(RecordType.PAYMENT));

    FirstLoad(
            Transaction transaction,
            StoreOptions options,
            SyncRequest request,
            Run run,
            Ingestion ingestion,
            Progress progress) {
        this.transaction = transaction;
        this.options = options;
        this.request = request;
        this.run = run;
        this.ingestion = ingestion;
        this.progress = progress;
        this.deadline = ingestion.deadline();
        this.known = new FirstPatients(HashKey.of(transaction.state().getHashKey()), options.maxRecordsInMemory());
    }

    SetCounter patients() {
        return patients;
    }

    SetCounter payments() {
        return payments;
    }

    /**
     * Loads both sets.
     *
     * @return whether they were loaded; if not, it is undone by the caller
     */
    boolean load(StagingTable patientStage, StagingTable paymentStage) {
        try {
            loadPatients(patientStage);
            loadPayments(paymentStage);
            return true;
        } catch (StagingNeeded e) {
            LOG.info(
                    "Run {} reads both sets again and compares them in the database, since {}",
                    run.number(),
                    e.getMessage());
            return false;
        }
    }

    private void loadPatients(StagingTable stage) {
        try (DirectLoad load = new DirectPatients(transaction, run, request.patientRules(), known)) {
            patients = new SetCounter(ingestion.load(
                    request.sets().patients().orElseThrow(), request.patientRules(), stage, load, deadline));
            if (patients.read() > load.finish()) {
                comparing(() -> stage.deduplicate(run, patients, options.maxStoredRejections()));
            }
        }
        patients.countNew();
    }

    private void loadPayments(StagingTable stage) {
        FirstTotals totals = FirstTotals.of(known.number(), options.maxRecordsInMemory());
        try (DirectLoad load = new DirectPayments(transaction, run, request.paymentRules(), known, totals)) {
            payments = new SetCounter(ingestion.load(
                    request.sets().payments().orElseThrow(), request.paymentRules(), stage, load, deadline));
            if (payments.read() > load.finish()) {
                PaymentComparison comparison = new PaymentComparison(transaction, payments);
                comparing(() -> comparison.reject(stage, run, patients, options.maxStoredRejections()));
            }
        }
        payments.countNew();
        progress.begin(Phase.APPLYING_PAYMENTS);
        if (totals.areExact()) {
            totals.write(transaction);
        } else {
            comparing(new PatientTotalsUpdate(transaction, patients, payments)::apply);
        }
    }

    private void comparing(Runnable comparison) {
        transaction.dialect().compareWholeSets(transaction.dsl(), comparison);
    }
}
