package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.sync.SyncProgress.Phase;

/**
 * Loads a first snapshot without a stage: its valid records are written while they are read. What is repeated can't be
 * told from what is not until the indexes are made, so the caller has to undo a load that fails.
 */
final class FirstLoad {

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

    /** Returns false if an id is repeated among the patients, or if they have no place in memory. */
    boolean loadPatients(StagingTable stage) {
        try (DirectLoad load = new DirectPatients(transaction, run, request.patientRules(), known)) {
            patients = new SetCounter(ingestion.load(
                    request.sets().patients().orElseThrow(), request.patientRules(), stage, load, deadline));
            if (patients.read() > load.finish()) {
                comparing(() -> stage.deduplicate(run, patients, options.maxStoredRejections()));
            }
        }
        patients.countNew();
        return known.areComplete();
    }

    void loadPayments(StagingTable stage) {
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
