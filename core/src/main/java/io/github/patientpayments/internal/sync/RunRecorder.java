package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.runlog.SyncRunValue;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run leaves behind beside the mirror: its line in the log, and what the next delivery is compared with. */
final class RunRecorder {

    private static final long NOT_LOGGED = 0;

    private final Transaction transaction;
    private final Attempt attempt;
    private final SyncRequest request;
    private final Run run;
    private final SetCounter patients;
    private final SetCounter payments;

    RunRecorder(
            Transaction transaction,
            Attempt attempt,
            SyncRequest request,
            Run run,
            SetCounter patients,
            SetCounter payments) {
        this.transaction = transaction;
        this.attempt = attempt;
        this.request = request;
        this.run = run;
        this.patients = patients;
        this.payments = payments;
    }

    /** Logs the run, and tells of it. */
    SyncReport record(List<Refusal> refusals) {
        SyncRunValue logged = logged(run.number(), refusals);
        RunLog.write(transaction.dsl(), logged);
        keepState();
        return report(logged);
    }

    /** Tells of a run that is not in the log yet, and so has no number. */
    SyncReport report(List<Refusal> refusals) {
        return report(logged(NOT_LOGGED, refusals));
    }

    private SyncReport report(SyncRunValue logged) {
        return new SyncReportValue(
                logged, RunLog.rejections(transaction.dsl(), run.number(), SyncReport.MAX_REJECTIONS));
    }

    private SyncRunValue logged(long number, List<Refusal> refusals) {
        boolean changed = patients.counts().isChanged() || payments.counts().isChanged();
        Status status = changed ? Status.APPLIED : Status.UNCHANGED;
        return new SyncRunValue(
                number,
                attempt.id(),
                request.delta() ? SyncRun.Kind.DELTA : SyncRun.Kind.SNAPSHOT,
                refusals.isEmpty() ? status : Status.REFUSED,
                refusals.stream().map(Refusal::reason).distinct().toList(),
                run.time(),
                attempt.duration(),
                request.exportedAt().orElse(null),
                patients.counts(),
                payments.counts());
    }

    /** Writes the lock row. */
    private void keepState() {
        StoreStateRecord state = transaction.state();
        run.note(state, patients.wrote() || payments.wrote());
        request.exportedAt().filter(asOf -> patients.summary != null).ifPresent(state::setPatientsExportedAt);
        request.exportedAt().filter(asOf -> payments.summary != null).ifPresent(state::setPaymentsExportedAt);
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
    private static @Nullable String fingerprint(SetCounter tally) {
        boolean exact = tally.fullSet && tally.rejected == 0 && tally.withheld == 0;
        return exact ? tally.fingerprint : null;
    }
}
