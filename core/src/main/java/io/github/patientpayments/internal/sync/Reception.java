package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.db.RunLog;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.SetSummary;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import org.jspecify.annotations.Nullable;

/** Takes the sets of a delivery in: recognises what the mirror is already, and stages what is to be compared. */
final class Reception {

    private final Transaction transaction;
    private final Incoming incoming;
    private final Suppression suppression;
    private final Progress progress;
    private final Deadline deadline;

    Reception(
            Transaction transaction,
            Syncer.Options options,
            Incoming incoming,
            Suppression suppression,
            Progress progress) {
        this.transaction = transaction;
        this.incoming = incoming;
        this.suppression = suppression;
        this.progress = progress;
        this.deadline = new Deadline(options.inputDeadline());
    }

    /** Takes both sets in. */
    void take(Stage patientStage, Tally patients, Stage paymentStage, Tally payments) {
        StoreStateRecord state = transaction.state();
        incoming.patients().filter(set -> set.foreseen() == null).ifPresent(set -> progress.notRead(patients.type));
        incoming.payments().filter(set -> set.foreseen() == null).ifPresent(set -> progress.notRead(payments.type));
        incoming.patients()
                .ifPresent(set -> take(
                        set,
                        patientStage,
                        patients,
                        state.getPatientsFingerprint(),
                        state.getPatientsFingerprintRun()));
        incoming.payments()
                .ifPresent(set -> take(
                        set,
                        paymentStage,
                        payments,
                        state.getPaymentsFingerprint(),
                        state.getPaymentsFingerprintRun()));
    }

    /** Takes payments in that were recognised, but have to be compared since their patients change. */
    void takeInFull(Stage stage, Tally payments) {
        payments.forgetRecognised();
        if (!stage.filled()) {
            incoming.payments().ifPresent(set -> stage(set, stage, payments));
        }
    }

    private <T> void take(
            IncomingSet<T> set, Stage stage, Tally tally, @Nullable String fingerprint, @Nullable Long fingerprintRun) {
        SetSummary foreseen = set.foreseen();
        if (foreseen != null && known(foreseen, fingerprint)) {
            read(foreseen, tally);
        } else {
            stage(set, stage, tally);
        }
        if (fingerprintRun != null && tally.summary != null && known(tally.summary, fingerprint)) {
            tally.recognise(RunLog.counts(transaction.dsl(), fingerprintRun, tally.type));
        }
        tally.fullSet = !incoming.delta();
    }

    private <T> void stage(IncomingSet<T> set, Stage stage, Tally tally) {
        read(set.stage(stage, deadline, suppression, progress), tally);
    }

    private void read(SetSummary summary, Tally tally) {
        tally.summary = summary;
        tally.fingerprint = fingerprint(summary);
    }

    private boolean known(SetSummary read, @Nullable String fingerprint) {
        return incoming.recognisable() && fingerprint != null && fingerprint.equals(fingerprint(read));
    }

    private @Nullable String fingerprint(SetSummary read) {
        return read.fingerprint().map(suppression::seal).orElse(null);
    }
}
