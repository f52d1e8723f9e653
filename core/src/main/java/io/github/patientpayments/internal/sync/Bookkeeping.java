package io.github.patientpayments.internal.sync;

import io.github.patientpayments.Refusal;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.SyncRun;
import io.github.patientpayments.SyncRun.Status;
import io.github.patientpayments.internal.db.LoggedRun;
import io.github.patientpayments.internal.db.Run;
import io.github.patientpayments.internal.db.RunLog;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run leaves behind beside the mirror: its line in the log, and what the next delivery is compared with. */
final class Bookkeeping {

    private static final long NOT_LOGGED = 0;

    private final Transaction transaction;
    private final Attempt attempt;
    private final Incoming incoming;
    private final Run run;
    private final Tally patients;
    private final Tally payments;

    Bookkeeping(Transaction transaction, Attempt attempt, Incoming incoming, Run run, Tally patients, Tally payments) {
        this.transaction = transaction;
        this.attempt = attempt;
        this.incoming = incoming;
        this.run = run;
        this.patients = patients;
        this.payments = payments;
    }

    /** Logs the run, and tells of it. */
    SyncReport close(List<Refusal> refusals) {
        LoggedRun logged = logged(run.number(), refusals);
        RunLog.write(transaction.dsl(), logged);
        keepState();
        return report(logged);
    }

    /** Tells of a run that is not in the log yet, and so has no number. */
    SyncReport report(List<Refusal> refusals) {
        return report(logged(NOT_LOGGED, refusals));
    }

    private SyncReport report(LoggedRun logged) {
        return new Report(logged, RunLog.rejections(transaction.dsl(), run.number(), SyncReport.MAX_REJECTIONS));
    }

    private LoggedRun logged(long number, List<Refusal> refusals) {
        boolean changed = patients.counts().changed() || payments.counts().changed();
        Status status = changed ? Status.APPLIED : Status.UNCHANGED;
        return new LoggedRun(
                number,
                attempt.id(),
                incoming.delta() ? SyncRun.Kind.DELTA : SyncRun.Kind.SNAPSHOT,
                refusals.isEmpty() ? status : Status.REFUSED,
                refusals.stream().map(Refusal::reason).distinct().toList(),
                run.time(),
                attempt.duration(),
                incoming.asOf().orElse(null),
                patients.counts(),
                payments.counts());
    }

    /** Writes the lock row. */
    private void keepState() {
        StoreStateRecord state = transaction.state();
        run.note(state, patients.wrote() || payments.wrote());
        incoming.asOf().filter(asOf -> patients.summary != null).ifPresent(state::setPatientsAsOf);
        incoming.asOf().filter(asOf -> payments.summary != null).ifPresent(state::setPaymentsAsOf);
        String patientsFingerprint = fingerprint(patients);
        if (patientsFingerprint != null) {
            state.setPatientsFingerprint(patientsFingerprint);
            state.setPatientsFingerprintRun(run.number());
        }
        String paymentsFingerprint = fingerprint(payments);
        if (paymentsFingerprint != null) {
            state.setPaymentsFingerprint(paymentsFingerprint);
            state.setPaymentsFingerprintRun(run.number());
        }
        state.store();
    }

    /** By what the mirror is known from now on; null if it is not exactly what was read. */
    private static @Nullable String fingerprint(Tally tally) {
        boolean exact = tally.fullSet && tally.rejected == 0 && tally.withheld == 0;
        return exact ? tally.fingerprint : null;
    }
}
