package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;

import io.github.patientpayments.SyncProgress.Phase;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.SyncRun;
import io.github.patientpayments.SyncRun.Status;
import io.github.patientpayments.internal.db.LoggedRun;
import io.github.patientpayments.internal.db.Run;
import io.github.patientpayments.internal.db.RunLog;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.PatientRules;
import io.github.patientpayments.internal.snapshot.PaymentRules;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.LocalDate;
import java.util.List;
import org.jooq.Table;

/**
 * Makes the mirror equal a snapshot, or changes nothing.
 *
 * <p><b>One transaction under one lock.</b> A writer first locks the one row of {@code store_state}; run numbers and ids
 * are handed out from that row, so they never have gaps or clash, and whoever waited sees what the one before
 * committed (READ COMMITTED: under stricter levels it would not).
 *
 * <p><b>Stage, sift, compare, apply.</b> Both sets are streamed into working tables, an element a row, good or bad: a
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
 * <p>The working tables are ordinary tables of the store's schema. They are emptied before the run (should anybody have
 * left something in them) and before the commit.
 */
final class Mirroring {

    private static final List<Table<?>> WORKING_TABLES =
            List.of(PATIENT_STAGE, PAYMENT_STAGE, PATIENT_DIFF, PAYMENT_DIFF);

    private final Transaction transaction;
    private final Attempt attempt;
    private final Syncer.Options options;
    private final Progress progress;
    private final Run run;
    private final Tally patients = new Tally();
    private final Tally payments = new Tally();

    Mirroring(Transaction transaction, Attempt attempt, Syncer.Options options, Progress progress) {
        this.transaction = transaction;
        this.attempt = attempt;
        this.options = options;
        this.progress = progress;
        this.run = Run.after(transaction.state(), options.clock().instant());
    }

    /** From the lock to just before the commit. */
    SyncReport mirror(SnapshotInput input) {
        progress.fromTheBeginning();
        Stage patientStage = Stage.ofPatients(transaction, patients);
        Stage paymentStage = Stage.ofPayments(transaction, payments);

        emptyWorkingTables();
        load(input, patientStage, paymentStage);
        if (patients.fullSet) {
            progress.begin(Phase.APPLYING_PATIENTS);
            mirrorPatients(patientStage);
        }
        progress.begin(Phase.APPLYING_PAYMENTS);
        mirrorPayments(paymentStage);
        progress.begin(Phase.COMMITTING);
        emptyWorkingTables();

        LoggedRun logged = log();
        keepState(logged);
        return new Report(logged, RunLog.rejections(transaction.dsl(), run.number(), SyncReport.MAX_REJECTIONS));
    }

    private void load(SnapshotInput input, Stage patientStage, Stage paymentStage) {
        Deadline deadline = new Deadline(options.inputDeadline());
        LocalDate today = LocalDate.ofInstant(options.clock().instant(), options.zone());
        input.patients().ifPresent(reader -> {
            progress.reading(Phase.READING_PATIENTS, reader);
            patientStage.load(reader, new PatientRules(today), deadline, progress, PatientComparison::staged);
        });
        input.payments().ifPresent(reader -> {
            progress.reading(Phase.READING_PAYMENTS, reader);
            paymentStage.load(reader, new PaymentRules(), deadline, progress, PaymentComparison::staged);
        });
    }

    private void mirrorPatients(Stage stage) {
        PatientComparison comparison = new PatientComparison(transaction, patients);
        PatientChanges changes = new PatientChanges(transaction, run, patients);
        wholeSets(() -> {
            stage.sift(run, options.maxStoredRejections());
            comparison.compare();
        });
        if (patients.unreadable > 0) {
            comparison.withholdDeletions();
        }
        changes.upsert();
        if (payments.unreadable > 0) {
            wholeSets(() -> comparison.withholdDeletions(PaymentComparison.patientsWhoseDeletionWouldCascade()));
        }
        changes.delete();
    }

    private void mirrorPayments(Stage stage) {
        PaymentComparison comparison = new PaymentComparison(transaction, payments);
        wholeSets(() -> {
            if (payments.fullSet) {
                stage.reject(PaymentComparison.patientUnknown(), PaymentComparison.UNKNOWN_PATIENT);
                stage.sift(run, Math.max(0, options.maxStoredRejections() - patients.rejected));
                comparison.compare();
                if (payments.unreadable == 0) {
                    comparison.clearMarksOfAbsent();
                } else {
                    comparison.withholdDeletions();
                }
            }
            if (patients.of(Kind.DELETE) > 0) {
                comparison.cascade();
            }
            comparison.returnWithPatient();
            comparison.count();
        });
        new PaymentChanges(transaction, run, payments).apply();
    }

    private void wholeSets(Runnable comparison) {
        transaction.dialect().compareWholeSets(transaction.dsl(), comparison);
    }

    private void emptyWorkingTables() {
        transaction.dialect().empty(transaction, WORKING_TABLES);
    }

    private LoggedRun log() {
        boolean changed = patients.counts().changed() || payments.counts().changed();
        LoggedRun logged = new LoggedRun(
                run.number(),
                attempt.id(),
                SyncRun.Kind.SNAPSHOT,
                changed ? Status.APPLIED : Status.UNCHANGED,
                List.of(),
                run.time(),
                attempt.duration(),
                attempt.asOf(),
                patients.counts(),
                payments.counts());
        RunLog.write(transaction.dsl(), logged);
        return logged;
    }

    /** Writes the lock row: the counters, and what the next snapshot is compared with. */
    private void keepState(LoggedRun logged) {
        StoreStateRecord state = transaction.state();
        state.setLastRun(run.number());
        state.setLastRunTime(run.time());
        if (logged.status() == Status.APPLIED) {
            state.setBaseRun(run.number());
        }
        logged.asOf().filter(asOf -> patients.fullSet).ifPresent(state::setPatientsAsOf);
        logged.asOf().filter(asOf -> payments.fullSet).ifPresent(state::setPaymentsAsOf);
        state.store();
    }
}
