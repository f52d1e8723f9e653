package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;

import io.github.patientpayments.Snapshot;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.SyncRun.Status;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.LoggedRun;
import io.github.patientpayments.internal.db.RunLog;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.HostFailure;
import io.github.patientpayments.internal.snapshot.PatientRules;
import io.github.patientpayments.internal.snapshot.PaymentRules;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * left something in them) and before the commit. Thread-safe.
 */
public final class Syncer {

    private static final Logger LOG = LoggerFactory.getLogger(Syncer.class);
    private static final List<Table<?>> WORKING_TABLES =
            List.of(PATIENT_STAGE, PAYMENT_STAGE, PATIENT_DIFF, PAYMENT_DIFF);

    private final Database database;
    private final Clock clock;
    private final ZoneId zone;
    private final @Nullable Duration inputDeadline;
    private final int maxStoredRejections;

    public Syncer(
            Database database, Clock clock, ZoneId zone, @Nullable Duration inputDeadline, int maxStoredRejections) {
        this.database = database;
        this.clock = clock;
        this.zone = zone;
        this.inputDeadline = inputDeadline;
        this.maxStoredRejections = maxStoredRejections;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#sync}. */
    public SyncReport sync(Snapshot snapshot) {
        UUID attempt = UUID.randomUUID();
        long start = System.nanoTime();
        try (SnapshotInput input = new SnapshotInput(snapshot)) {
            Instant asOf = snapshot.asOf()
                    .map(time -> time.truncatedTo(ChronoUnit.MICROS))
                    .orElse(null);
            SyncReport report = database.write(
                    attempt,
                    input.repeatable(),
                    transaction -> mirror(input, transaction, new Draft(attempt, start, asOf)));
            LOG.info(
                    "Run {} {} in {} ms; patients {}; payments {}",
                    report.run(),
                    report.status(),
                    report.duration().toMillis(),
                    report.patients(),
                    report.payments());
            return report;
        } catch (HostFailure e) {
            throw e.original();
        }
    }

    private SyncReport mirror(SnapshotInput input, Transaction transaction, Draft draft) {
        Run run = Run.after(transaction.state(), clock.instant());
        Tally patientTally = new Tally();
        Tally paymentTally = new Tally();
        PatientMirror patients = new PatientMirror(transaction, run, patientTally);
        PaymentMirror payments = new PaymentMirror(transaction, run, paymentTally);
        Stage patientStage = Stage.ofPatients(transaction, patientTally);
        Stage paymentStage = Stage.ofPayments(transaction, paymentTally);

        transaction.dialect().empty(transaction, WORKING_TABLES);
        load(input, patientStage, paymentStage);

        if (patientTally.fullSet) {
            patientStage.sift(run, maxStoredRejections);
            patients.compare();
            if (patientTally.unreadable > 0) {
                patients.withholdDeletions();
            }
            patients.upsert();
            if (paymentTally.unreadable > 0) {
                patients.withholdDeletions(PaymentMirror.patientsWhoseDeletionWouldCascade());
            }
            patients.delete();
        }
        if (paymentTally.fullSet) {
            paymentStage.reject(PaymentMirror.patientUnknown(), PaymentMirror.UNKNOWN_PATIENT);
            paymentStage.sift(run, Math.max(0, maxStoredRejections - patientTally.rejected));
            payments.compare();
            if (paymentTally.unreadable > 0) {
                payments.withholdDeletions();
            }
            payments.clearMarksOfAbsent();
        }
        payments.cascade();
        payments.returnWithPatient();
        payments.count();
        payments.apply();

        transaction.dialect().empty(transaction, WORKING_TABLES);
        return close(transaction, run, draft, patientTally, paymentTally);
    }

    private void load(SnapshotInput input, Stage patientStage, Stage paymentStage) {
        Deadline deadline = new Deadline(inputDeadline);
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        input.patients()
                .ifPresent(
                        reader -> patientStage.load(reader, new PatientRules(today), deadline, PatientMirror::staged));
        input.payments()
                .ifPresent(reader -> paymentStage.load(reader, new PaymentRules(), deadline, PaymentMirror::staged));
    }

    /** Writes the run log and the counters. */
    private SyncReport close(Transaction transaction, Run run, Draft draft, Tally patientTally, Tally paymentTally) {
        boolean changed =
                patientTally.counts().changed() || paymentTally.counts().changed();
        LoggedRun logged = new LoggedRun(
                run.number(),
                draft.attempt(),
                changed ? Status.APPLIED : Status.UNCHANGED,
                run.time(),
                Duration.ofMillis((System.nanoTime() - draft.start()) / 1_000_000),
                draft.asOf(),
                patientTally.counts(),
                paymentTally.counts());
        RunLog.write(transaction.dsl(), logged);
        StoreStateRecord state = transaction.state();
        state.setLastRun(run.number());
        state.setLastRunTime(run.time());
        if (changed) {
            state.setBaseRun(run.number());
        }
        if (draft.asOf() != null && patientTally.fullSet) {
            state.setPatientsAsOf(draft.asOf());
        }
        if (draft.asOf() != null && paymentTally.fullSet) {
            state.setPaymentsAsOf(draft.asOf());
        }
        state.store();
        return new Report(logged, RunLog.rejections(transaction.dsl(), run.number(), SyncReport.MAX_REJECTIONS));
    }

    /** What is known of the attempt before its run. */
    private record Draft(UUID attempt, long start, @Nullable Instant asOf) {}
}
