package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.erasure.SuppressionList;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import org.jspecify.annotations.Nullable;

/** Takes the sets of a delivery in: recognises what the mirror is already, and stages what is to be compared. */
final class Ingestion {

    private final Transaction transaction;
    private final SyncRequest request;
    private final SuppressionList suppression;
    private final Progress progress;
    private final Deadline deadline;

    Ingestion(
            Transaction transaction,
            StoreOptions options,
            SyncRequest request,
            SuppressionList suppression,
            Progress progress) {
        this.transaction = transaction;
        this.request = request;
        this.suppression = suppression;
        this.progress = progress;
        this.deadline = new Deadline(options.inputDeadline());
    }

    /** Takes both sets in. */
    void take(StagingTable patientStage, SetCounter patients, StagingTable paymentStage, SetCounter payments) {
        StoreStateRecord state = transaction.state();
        request.patients().filter(set -> set.foreseen() == null).ifPresent(set -> progress.notRead(patients.type));
        request.payments().filter(set -> set.foreseen() == null).ifPresent(set -> progress.notRead(payments.type));
        request.patients()
                .ifPresent(set -> take(
                        set,
                        patientStage,
                        patients,
                        state.getPatientsFingerprint(),
                        state.getPatientsFingerprintRun()));
        request.payments()
                .ifPresent(set -> take(
                        set,
                        paymentStage,
                        payments,
                        state.getPaymentsFingerprint(),
                        state.getPaymentsFingerprintRun()));
    }

    /** Takes payments in that were recognised, but have to be compared since their patients change. */
    void takeInFull(StagingTable stage, SetCounter payments) {
        payments.forgetRecognised();
        if (!stage.filled()) {
            request.payments().ifPresent(set -> stage(set, stage, payments));
        }
    }

    private <T> void take(
            IncomingSet<T> set,
            StagingTable stage,
            SetCounter tally,
            @Nullable String fingerprint,
            @Nullable Long fingerprintRun) {
        SetSummary foreseen = set.foreseen();
        if (foreseen != null && known(foreseen, fingerprint)) {
            read(foreseen, tally);
        } else {
            stage(set, stage, tally);
        }
        if (fingerprintRun != null && tally.summary != null && known(tally.summary, fingerprint)) {
            tally.recognise(RunLog.counts(transaction.dsl(), fingerprintRun, tally.type));
        }
        tally.fullSet = !request.delta();
    }

    private <T> void stage(IncomingSet<T> set, StagingTable stage, SetCounter tally) {
        read(set.stage(stage, deadline, suppression, progress), tally);
    }

    private void read(SetSummary summary, SetCounter tally) {
        tally.summary = summary;
        tally.fingerprint = fingerprint(summary);
    }

    private boolean known(SetSummary read, @Nullable String fingerprint) {
        return request.recognisable() && fingerprint != null && fingerprint.equals(fingerprint(read));
    }

    private @Nullable String fingerprint(SetSummary read) {
        return read.fingerprint().map(suppression::seal).orElse(null);
    }
}
