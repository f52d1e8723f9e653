package io.github.patientpayments.internal.purge;

import static io.github.patientpayments.internal.db.Subqueries.notExists;
import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static io.github.patientpayments.jooq.internal.tables.RewrittenPayments.REWRITTEN_PAYMENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;

import io.github.patientpayments.PurgeReport;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the history that ended before a time. Thread-safe. */
public final class Purger {

    private static final Logger LOG = LoggerFactory.getLogger(Purger.class);

    private final Database database;
    private final Clock clock;

    public Purger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#purge}. */
    public PurgeReport purge(Instant before) {
        if (before.isAfter(clock.instant())) {
            throw new IllegalArgumentException("A purge can only delete the past, and " + before + " is in the future");
        }
        Attempt attempt = Attempt.now();
        PurgeReportValue purged =
                database.write(attempt.id(), transaction -> purge(transaction, attempt, RunLog.storable(before)));
        LOG.info("Run {} {}", purged.runNumber(), purged);
        return purged;
    }

    private PurgeReportValue purge(Transaction transaction, Attempt attempt, Instant before) {
        StoreStateRecord state = transaction.state();
        long horizonBefore = state.getHorizonRun();
        long horizon = Math.max(horizonBefore, RunLog.lastAt(transaction.dsl(), before));
        Run run = Run.after(transaction, later(clock.instant(), before));

        PurgeReportValue purged = deleteHistory(transaction, run, horizon);
        Status status = purged.changed(horizonBefore) ? Status.APPLIED : Status.UNCHANGED;
        updateState(state, run, status, horizon, before);
        RunLog.write(transaction, attempt.logged(run, SyncRun.Kind.PURGE, status));
        return purged;
    }

    /** A clock may tick slowly, and a purge is no part of what ended before it. */
    private static Instant later(Instant now, Instant before) {
        return now.truncatedTo(ChronoUnit.MICROS).isAfter(before) ? now : before.plus(1, ChronoUnit.MICROS);
    }

    /** Payments before patients, since a tombstone stays while a payment or a version refers to it. */
    private static PurgeReportValue deleteHistory(Transaction transaction, Run run, long horizon) {
        DSLContext dsl = transaction.dsl();
        long versions = delete(dsl, PATIENT_VERSIONS, upTo(PATIENT_VERSIONS.TO_RUN, horizon))
                + delete(dsl, PAYMENT_VERSIONS, upTo(PAYMENT_VERSIONS.TO_RUN, horizon));
        long rejections = delete(dsl, REJECTIONS, upTo(REJECTIONS.RUN, horizon));
        delete(dsl, ERASED_RECORDS, upTo(ERASED_RECORDS.RUN, horizon));
        delete(dsl, REWRITTEN_PAYMENTS, upTo(REWRITTEN_PAYMENTS.RUN, horizon));
        long payments = delete(dsl, PAYMENTS, PAYMENTS.DELETED.isNotNull().and(upTo(PAYMENTS.CHANGED_RUN, horizon)));
        Condition unreferenced = notExists(selectOne().from(PAYMENTS).where(PAYMENTS.PATIENT_ID.eq(PATIENTS.ID)))
                .and(notExists(selectOne().from(PAYMENT_VERSIONS).where(PAYMENT_VERSIONS.PATIENT_ID.eq(PATIENTS.ID))));
        long patients = delete(
                dsl,
                PATIENTS,
                PATIENTS.DELETED
                        .isNotNull()
                        .and(upTo(PATIENTS.CHANGED_RUN, horizon))
                        .and(unreferenced));
        return new PurgeReportValue(run.number(), horizon, versions, patients, payments, rejections);
    }

    private static Condition upTo(Field<Long> run, long horizon) {
        return run.le(inline(horizon));
    }

    private static long delete(DSLContext dsl, Table<?> table, Condition condition) {
        return dsl.deleteFrom(table).where(condition).execute();
    }

    private static void updateState(StoreStateRecord state, Run run, Status status, long horizon, Instant before) {
        Instant horizonTime = state.getHistoryHorizon();
        state.setHorizonRun(horizon);
        state.setHistoryHorizon(horizonTime == null || before.isAfter(horizonTime) ? before : horizonTime);
        run.note(state, status == Status.APPLIED);
        Run.forgetFingerprints(state);
    }
}
