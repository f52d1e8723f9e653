package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.db.TransactionResult;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.runlog.LogThinning;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.runlog.SyncRunValue;
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Kind;
import io.github.patientpayments.sync.SyncRun.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Records a run in the run log, and in the lock row, from which the next run starts. */
final class RunRecorder {

    private static final long NOT_LOGGED = 0;

    /** What so few leave behind in each run, until somebody looks at the size of the tables, is read in no time. */
    private static final long FEW = 100;

    private final Transaction transaction;
    private final Attempt attempt;
    private final Run run;
    private final Kind kind;
    private final OptionalLong revertedTo;
    private final @Nullable Instant exportedAt;
    private final boolean mayMirrorSets;

    private RunRecorder(
            Transaction transaction,
            Attempt attempt,
            Run run,
            Kind kind,
            OptionalLong revertedTo,
            @Nullable Instant exportedAt,
            boolean mayMirrorSets) {
        this.transaction = transaction;
        this.attempt = attempt;
        this.run = run;
        this.kind = kind;
        this.revertedTo = revertedTo;
        this.exportedAt = exportedAt;
        this.mayMirrorSets = mayMirrorSets;
    }

    static RunRecorder ofSync(Transaction transaction, Attempt attempt, Run run, SyncRequest request) {
        return new RunRecorder(
                transaction,
                attempt,
                run,
                request.delta() ? Kind.DELTA : Kind.SNAPSHOT,
                OptionalLong.empty(),
                request.exportedAt().orElse(null),
                !request.options().withholdsDeletions());
    }

    static RunRecorder ofRevert(Transaction transaction, Attempt attempt, Run run, long revertedTo) {
        return new RunRecorder(transaction, attempt, run, Kind.REVERT, OptionalLong.of(revertedTo), null, false);
    }

    /** Logs the run, empties the working tables, and returns the report. */
    SyncReport record(SetCounter patients, SetCounter payments, List<Refusal> refusals) {
        SyncRunValue logged = logged(run.number(), patients, payments, refusals);
        LogThinning.before(transaction, run);
        updateState(patients, payments);
        transaction.finish(RunLog.insertions(transaction, logged), kind == Kind.DELTA && few(patients, payments));
        return report(logged, patients, payments);
    }

    /** Rolls the run back, and then logs it with the rejections that were read before that. */
    TransactionResult<PreviewValue> rollBackRefused(
            long baseRun,
            SetCounter patients,
            SetCounter payments,
            List<Refusal> refusals,
            List<Rejection> rejections) {
        PreviewValue unlogged = new PreviewValue(baseRun, report(patients, payments, refusals), refusals, List.of());
        return TransactionResult.rollBack(unlogged, sameTransaction -> {
            SyncReport report = recordRefused(patients, payments, refusals, rejections);
            return new PreviewValue(baseRun, report, refusals, List.of());
        });
    }

    private SyncReport recordRefused(
            SetCounter patients, SetCounter payments, List<Refusal> refusals, List<Rejection> rejections) {
        SyncRunValue logged = logged(run.number(), patients, payments, refusals);
        RunLog.reject(transaction, run.number(), rejections);
        run.note(transaction.state(), false);
        transaction.finish(RunLog.insertions(transaction, logged), false); // what was rolled back still takes space
        return report(logged, patients, payments);
    }

    /** Returns the report of a run that is not logged yet, and therefore has no number. */
    SyncReport report(SetCounter patients, SetCounter payments, List<Refusal> refusals) {
        return report(logged(NOT_LOGGED, patients, payments, refusals), patients, payments);
    }

    private SyncReport report(SyncRunValue logged, SetCounter patients, SetCounter payments) {
        return SyncReportValue.of(
                logged,
                rejections(patients.rejected() + payments.rejected()),
                payments.rejectedWithPatients(),
                Amounts.plain(payments.amountRejectedWithPatients()),
                patients.unknownDeletions() + payments.unknownDeletions());
    }

    private List<Rejection> rejections(long recorded) {
        return recorded == 0
                ? List.of()
                : RunLog.rejections(transaction.dsl(), run.number(), SyncReport.MAX_REJECTIONS);
    }

    private SyncRunValue logged(long number, SetCounter patients, SetCounter payments, List<Refusal> refusals) {
        boolean changed = patients.counts().isChanged() || payments.counts().isChanged();
        Status status = changed ? Status.APPLIED : Status.UNCHANGED;
        return new SyncRunValue(
                number,
                attempt.id(),
                kind,
                refusals.isEmpty() ? status : Status.REFUSED,
                refusals.stream().map(Refusal::reason).distinct().toList(),
                run.time(),
                attempt.duration(),
                revertedTo,
                Optional.ofNullable(exportedAt),
                attempt.note(),
                patients.counts(),
                payments.counts());
    }

    /** Prepares the lock row for the next run. */
    private void updateState(SetCounter patients, SetCounter payments) {
        StoreStateRecord state = transaction.state();
        run.note(state, patients.wroteRows() || payments.wroteRows());
        if (exportedAt != null && patients.set().isGiven()) {
            state.setPatientsExportedAt(exportedAt);
        }
        if (exportedAt != null && payments.set().isGiven()) {
            state.setPaymentsExportedAt(exportedAt);
        }
        if (patients.set().isGiven()) {
            state.setPatientsSyncedRun(run.number());
        }
        if (payments.set().isGiven()) {
            state.setPaymentsSyncedRun(run.number());
        }
        SetFingerprint patientsFingerprint = fingerprint(patients);
        if (patientsFingerprint != null) {
            state.setPatientsFingerprint(patientsFingerprint.whole());
            state.setPatientsPrefixes(patientsFingerprint.prefixes());
            state.setPatientsFingerprintRun(run.number());
        }
        SetFingerprint paymentsFingerprint = fingerprint(payments);
        if (paymentsFingerprint != null) {
            state.setPaymentsFingerprint(paymentsFingerprint.whole());
            state.setPaymentsPrefixes(paymentsFingerprint.prefixes());
            state.setPaymentsFingerprintRun(run.number());
        }
    }

    /** Whether a delta has put few rows into the working tables: its elements, and the diffs. */
    private static boolean few(SetCounter patients, SetCounter payments) {
        return patients.read() + payments.read() + patients.of(DiffAction.values()) + payments.of(DiffAction.values())
                <= FEW;
    }

    /** The fingerprint of the mirror from now on; null if the mirror may differ from the set that was read. */
    private @Nullable SetFingerprint fingerprint(SetCounter counter) {
        return mayMirrorSets && counter.mirrorsSet() ? counter.set().fingerprint() : null;
    }
}
