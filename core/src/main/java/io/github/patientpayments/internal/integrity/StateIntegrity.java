package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.integrity.Names.isHex;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_APPLIED;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_DELTA;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_PURGE;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_REFUSED;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_REVERT;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_SNAPSHOT;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_SYNC;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.RecordType;
import java.time.Instant;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** The checks of the lock row against the run log, from which each of its columns follows. */
final class StateIntegrity {

    private static final Field<Long> WHOLE_STORE = inline(0L);
    private static final Field<Long> NONE = inline(0L);

    private static final Condition GIVEN = SYNC_RUN_COUNTS.FULL_SET.isTrue().or(SYNC_RUN_COUNTS.RECORDS_READ.gt(NONE));

    /** Computed only if the run of the fingerprint has a scope. */
    private static final Field<Long> LIVE_IN_SCOPE = field(select(count().cast(Long.class))
            .from(PAYMENTS)
            .where(PAYMENTS.DELETED.isNull(), PAYMENTS.PAID_ON.ge(SYNC_RUN_COUNTS.PAID_FROM)));

    private StateIntegrity() {}

    /**
     * Runs are numbered from 1 without a gap, and some were taken out. The last one that wrote is the base of the next.
     */
    static IntegrityCheck ofRuns() {
        Field<Long> newest = coalesce(max(SYNC_RUNS.RUN), inline(0L)).as("newest");
        Field<Integer> runs = count().as("runs");
        Table<?> log = select(newest, runs).from(SYNC_RUNS).asTable("run_log");
        Field<Instant> newestTime =
                field(select(SYNC_RUNS.RUN_TIME).from(SYNC_RUNS).where(SYNC_RUNS.RUN.eq(STORE_STATE.LAST_RUN)));
        Field<Long> applied = lastRun(IS_APPLIED);
        return new IntegrityCheck(
                STORE_STATE.join(log).on(trueCondition()),
                WHOLE_STORE,
                Map.of(
                        Kind.RUN_COUNTER,
                        or(
                                STORE_STATE.LAST_RUN.ne(column(log, newest)),
                                STORE_STATE.LAST_RUN.ne(column(log, runs)
                                        .coerce(STORE_STATE.LAST_RUN)
                                        .plus(STORE_STATE.THINNED_RUNS)),
                                STORE_STATE.THINNED_RUNS.lt(NONE),
                                STORE_STATE.THINNED_TO_RUN.lt(STORE_STATE.THINNED_RUNS),
                                STORE_STATE.THINNED_TO_RUN.gt(STORE_STATE.LAST_RUN),
                                STORE_STATE.LAST_RUN_TIME.isDistinctFrom(newestTime),
                                STORE_STATE.HELD_SINCE.isNotNull(),
                                STORE_STATE.BASE_RUN.lt(applied),
                                STORE_STATE.BASE_RUN.gt(applied).andNot(mayHaveWritten(STORE_STATE.BASE_RUN)))));
    }

    /** A run that only clears marks of cascaded payments, or only renews search keys of patients, counts nothing. */
    private static Condition mayHaveWritten(Field<Long> run) {
        return field(select(count())
                        .from(SYNC_RUNS)
                        .join(SYNC_RUN_COUNTS)
                        .on(SYNC_RUN_COUNTS.RUN.eq(SYNC_RUNS.RUN))
                        .where(
                                SYNC_RUNS.RUN.eq(run),
                                or(IS_REVERT, IS_SYNC.and(or(SYNC_RUN_COUNTS.FULL_SET.isTrue(), IS_DELTA))))
                        .andNot(IS_REFUSED))
                .gt(inline(0));
    }

    /** A purge moves the horizon to the last run whose time is not after the time given to it. */
    static IntegrityCheck ofHorizon() {
        Condition purged = lastRun(IS_PURGE).gt(inline(0L));
        Condition deviates = STORE_STATE
                .HISTORY_HORIZON
                .isNull()
                .and(STORE_STATE.HORIZON_RUN.ne(inline(0L)).or(purged))
                .or(STORE_STATE
                        .HISTORY_HORIZON
                        .isNotNull()
                        .and(STORE_STATE
                                .HORIZON_RUN
                                .ne(lastRun(SYNC_RUNS.RUN_TIME.le(STORE_STATE.HISTORY_HORIZON)))
                                .or(purged.not())));
        return new IntegrityCheck(STORE_STATE, WHOLE_STORE, Map.of(Kind.HISTORY_HORIZON, deviates));
    }

    static IntegrityCheck ofPatientsFingerprint(RecordCounts patients) {
        return ofFingerprint(
                RecordType.PATIENT,
                patients,
                Kind.PATIENT_FINGERPRINT,
                STORE_STATE.PATIENTS_FINGERPRINT,
                STORE_STATE.PATIENTS_PREFIXES,
                STORE_STATE.PATIENTS_FINGERPRINT_RUN);
    }

    static IntegrityCheck ofPaymentsFingerprint(RecordCounts payments) {
        return ofFingerprint(
                RecordType.PAYMENT,
                payments,
                Kind.PAYMENT_FINGERPRINT,
                STORE_STATE.PAYMENTS_FINGERPRINT,
                STORE_STATE.PAYMENTS_PREFIXES,
                STORE_STATE.PAYMENTS_FINGERPRINT_RUN);
    }

    /**
     * A fingerprint is set by a full set without rejections, and is cleared by every run that writes. So there are as
     * many live records, of the set's scope if it had one, as the set had different elements.
     */
    private static IntegrityCheck ofFingerprint(
            RecordType type,
            RecordCounts records,
            Kind kind,
            Field<String> fingerprint,
            Field<String> prefixes,
            Field<Long> fingerprintRun) {
        Field<Long> number = coalesce(records.number(), NONE).as("live_records");
        Table<?> live = select(number)
                .from(records.table())
                .where(column(records.table(), PATIENTS.DELETED).isNull())
                .asTable("live_number");
        Field<Long> accepted =
                SYNC_RUN_COUNTS.RECORDS_READ.minus(SYNC_RUN_COUNTS.COLLAPSED).minus(SYNC_RUN_COUNTS.SUPPRESSED);
        Table<?> rows = STORE_STATE
                .join(live)
                .on(trueCondition())
                .leftJoin(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(fingerprintRun))
                .leftJoin(SYNC_RUN_COUNTS)
                .on(SYNC_RUN_COUNTS.RUN.eq(fingerprintRun), SYNC_RUN_COUNTS.RECORD_TYPE.eq(inline(type.name())));
        Condition impossible = or(
                SYNC_RUNS.RUN.isNull(),
                SYNC_RUN_COUNTS.RUN.isNull(),
                IS_SNAPSHOT.not(),
                IS_REFUSED,
                SYNC_RUN_COUNTS.FULL_SET.isFalse(),
                SYNC_RUN_COUNTS.REJECTED.ne(inline(0L)),
                SYNC_RUN_COUNTS.WITHHELD.ne(inline(0L)),
                fingerprintRun.lt(lastRun(IS_APPLIED.or(IS_PURGE))),
                SYNC_RUN_COUNTS.PAID_FROM.isNull().and(column(live, number).ne(accepted)),
                SYNC_RUN_COUNTS.PAID_FROM.isNotNull().and(LIVE_IN_SCOPE.ne(accepted)),
                isHex(fingerprint, 32).not(),
                prefixes.isNull());
        Condition deviates = fingerprint
                .isNull()
                .and(fingerprintRun.isNotNull().or(prefixes.isNotNull()))
                .or(fingerprint.isNotNull().and(fingerprintRun.isNull().or(impossible)));
        return new IntegrityCheck(rows, coalesce(fingerprintRun, WHOLE_STORE), Map.of(kind, deviates));
    }

    /** The last run that was not refused and gave a set. Whether a delta without elements had one is not known. */
    static IntegrityCheck ofLastSyncs() {
        return new IntegrityCheck(
                STORE_STATE,
                WHOLE_STORE,
                Map.of(
                        Kind.LAST_SYNC,
                        lastSyncDeviates(RecordType.PATIENT, STORE_STATE.PATIENTS_SYNCED_RUN)
                                .or(lastSyncDeviates(RecordType.PAYMENT, STORE_STATE.PAYMENTS_SYNCED_RUN))));
    }

    private static Condition lastSyncDeviates(RecordType type, Field<Long> syncedRun) {
        Field<Long> possible = lastThatGave(type, GIVEN.or(IS_DELTA).and(SYNC_RUNS.RUN.eq(syncedRun)));
        return coalesce(syncedRun, NONE)
                .lt(lastThatGave(type, GIVEN))
                .or(syncedRun.isNotNull().and(possible.eq(NONE)));
    }

    /** The last run that gave an export time set it. Whether a delta without elements had a set is not known. */
    static IntegrityCheck ofExportTimes() {
        return new IntegrityCheck(
                STORE_STATE,
                WHOLE_STORE,
                Map.of(
                        Kind.EXPORT_TIME,
                        exportTimeDeviates(RecordType.PATIENT, STORE_STATE.PATIENTS_EXPORTED_AT)
                                .or(exportTimeDeviates(RecordType.PAYMENT, STORE_STATE.PAYMENTS_EXPORTED_AT))));
    }

    private static Condition exportTimeDeviates(RecordType type, Field<Instant> exportedAt) {
        Field<Long> last = lastThatGave(type, GIVEN.and(SYNC_RUNS.EXPORTED_AT.isNotNull()));
        Field<Long> same = lastThatGave(type, GIVEN.or(IS_DELTA).and(SYNC_RUNS.EXPORTED_AT.eq(exportedAt)));
        return exportedAt
                .isNull()
                .and(last.gt(NONE))
                .or(exportedAt.isNotNull().and(same.eq(NONE).or(same.lt(last))));
    }

    /** The last run that synced a set of a type, 0 if there is none. */
    private static Field<Long> lastThatGave(RecordType type, Condition given) {
        return field(select(coalesce(max(SYNC_RUNS.RUN), NONE))
                .from(SYNC_RUNS)
                .join(SYNC_RUN_COUNTS)
                .on(SYNC_RUN_COUNTS.RUN.eq(SYNC_RUNS.RUN))
                .where(SYNC_RUN_COUNTS.RECORD_TYPE.eq(inline(type.name())), IS_SYNC, given)
                .andNot(IS_REFUSED));
    }

    private static Field<Long> lastRun(Condition condition) {
        return field(
                select(coalesce(max(SYNC_RUNS.RUN), inline(0L))).from(SYNC_RUNS).where(condition));
    }
}
