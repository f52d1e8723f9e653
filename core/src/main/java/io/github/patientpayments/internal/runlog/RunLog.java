package io.github.patientpayments.internal.runlog;

import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.db.RecordRow;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.jooq.internal.tables.SyncRunCounts;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.jooq.internal.tables.records.SyncRunCountsRecord;
import io.github.patientpayments.jooq.internal.tables.records.SyncRunsRecord;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The log of all runs: one row per run, and a row of counts for each of its two sets. */
public final class RunLog {

    private static final SyncRunCounts PATIENTS = SYNC_RUN_COUNTS.as("patients");
    private static final SyncRunCounts PAYMENTS = SYNC_RUN_COUNTS.as("payments");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private RunLog() {}

    /** Adds the run of a transaction, and writes the lock row. */
    public static void write(Transaction transaction, SyncRun run) {
        transaction.storeState(insertions(transaction, run));
    }

    /** Adds a run. The lock row has the last ids that were assigned by its end. */
    public static List<Query> insertions(Transaction transaction, SyncRun run) {
        DSLContext dsl = transaction.dsl();
        SyncRunsRecord row = new SyncRunsRecord();
        row.setRun(run.number());
        row.setAttempt(run.attempt());
        row.setKind(run.kind().name());
        row.setStatus(run.status().name());
        row.setRefusedFor(encode(run.refusedFor()));
        row.setRevertedTo(run.revertedTo().isPresent() ? run.revertedTo().getAsLong() : null);
        row.setRunTime(run.time());
        row.setDurationMs(run.duration().toMillis());
        row.setExportedAt(run.exportedAt().orElse(null));
        row.setNote(run.note().orElse(null));
        return List.of(
                dsl.insertInto(SYNC_RUNS).set(row),
                dsl.insertInto(SYNC_RUN_COUNTS)
                        .set(counts(run, run.patients(), RecordTables.PATIENTS, transaction.state()))
                        .newRecord()
                        .set(counts(run, run.payments(), RecordTables.PAYMENTS, transaction.state())));
    }

    /** The last runs, the newest first. */
    public static List<SyncRun> last(DSLContext dsl, int limit) {
        return runs(dsl, DSL.noCondition(), limit);
    }

    /** The last runs before a run, the newest first. */
    public static List<SyncRun> before(DSLContext dsl, long run, int limit) {
        return runs(dsl, SYNC_RUNS.RUN.lt(run), limit);
    }

    /** The run of an attempt. */
    public static Optional<SyncRun> ofAttempt(DSLContext dsl, UUID attempt) {
        return runs(dsl, SYNC_RUNS.ATTEMPT.eq(attempt), 1).stream().findFirst();
    }

    /** The run with a number. */
    public static Optional<SyncRun> ofNumber(DSLContext dsl, long run) {
        return runs(dsl, SYNC_RUNS.RUN.eq(run), 1).stream().findFirst();
    }

    /** Sets the note of a run, unless there is no such run. */
    public static boolean annotate(DSLContext dsl, long run, String note) {
        return dsl.update(SYNC_RUNS)
                        .set(SYNC_RUNS.NOTE, note)
                        .where(SYNC_RUNS.RUN.eq(run))
                        .execute()
                == 1;
    }

    /** The last successful sync of each type. */
    public static LastSync lastSync(DSLContext dsl) {
        StoreStateRecord state = dsl.fetchSingle(STORE_STATE);
        List<SyncRun> runs = runs(dsl, SYNC_RUNS.RUN.in(state.getPatientsSyncedRun(), state.getPaymentsSyncedRun()), 2);
        return new LastSyncValue(
                withNumber(runs, state.getPatientsSyncedRun()), withNumber(runs, state.getPaymentsSyncedRun()));
    }

    private static Optional<SyncRun> withNumber(List<SyncRun> runs, @Nullable Long number) {
        return runs.stream()
                .filter(run -> number != null && run.number() == number)
                .findFirst();
    }

    /** The first runs after a run and before a time, the newest first. */
    static List<SyncRun> between(DSLContext dsl, long after, Instant before, int limit) {
        Condition range = SYNC_RUNS.RUN.gt(after).and(SYNC_RUNS.RUN_TIME.lt(before));
        List<SyncRun> runs = new ArrayList<>(runs(dsl, range, SYNC_RUNS.RUN.asc(), limit));
        Collections.reverse(runs);
        return runs;
    }

    /** The number of the last run whose time is not later; 0 before the first. */
    public static long lastAt(DSLContext dsl, Instant time) {
        return dsl.select(SYNC_RUNS.RUN)
                .from(SYNC_RUNS)
                .where(SYNC_RUNS.RUN_TIME.le(storable(time)))
                .orderBy(SYNC_RUNS.RUN.desc())
                .limit(1)
                .fetchOptional(SYNC_RUNS.RUN)
                .orElse(0L);
    }

    /** Truncates a time to microseconds, which a driver would round, and limits it to the range of both databases. */
    public static Instant storable(Instant time) {
        Instant notBefore = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        return (notBefore.isAfter(LATEST) ? LATEST : notBefore).truncatedTo(ChronoUnit.MICROS);
    }

    /** The first rejections of a run, patients before payments. */
    public static List<Rejection> rejections(DSLContext dsl, long run, int limit) {
        return dsl.selectFrom(REJECTIONS)
                .where(REJECTIONS.RUN.eq(run))
                .orderBy(REJECTIONS.RECORD_TYPE, REJECTIONS.RECORD_NO)
                .limit(limit)
                .fetch(rejection -> RejectionValue.of(new RecordRow(rejection)));
    }

    /**
     * The faults that most of a run's stored rejections of a type have.
     *
     * @return for instance {@code dateOfBirth (INVALID_DATE)}; empty if none is stored
     */
    public static Optional<String> commonestFaults(DSLContext dsl, long run, RecordType type) {
        return dsl.select(REJECTIONS.FAULTS)
                .from(REJECTIONS)
                .where(REJECTIONS.RUN.eq(run), REJECTIONS.RECORD_TYPE.eq(type.name()))
                .groupBy(REJECTIONS.FAULTS)
                .orderBy(DSL.count().desc(), REJECTIONS.FAULTS)
                .limit(1)
                .fetchOptional(REJECTIONS.FAULTS)
                .map(faults -> RejectionValue.decode(faults).stream()
                        .map(fault -> fault.field() + " (" + fault.code() + ")")
                        .collect(Collectors.joining(", ")));
    }

    /** Adds rejections to a run. */
    public static void reject(Transaction transaction, long run, List<Rejection> rejections) {
        List<Field<?>> columns = List.of(
                REJECTIONS.RUN,
                REJECTIONS.RECORD_TYPE,
                REJECTIONS.RECORD_NO,
                REJECTIONS.LINE,
                REJECTIONS.EXTERNAL_ID,
                REJECTIONS.PATIENT_EXTERNAL_ID,
                REJECTIONS.FAULTS);
        try (BulkLoader loader = BulkLoader.into(transaction, REJECTIONS, columns)) {
            rejections.forEach(rejection -> loader.add(
                    run,
                    rejection.recordType().name(),
                    rejection.position(),
                    rejection.line().isPresent() ? rejection.line().getAsLong() : null,
                    rejection.externalId().orElse(null),
                    rejection.patientExternalId().orElse(null),
                    RejectionValue.encode(rejection.faults())));
            loader.finish();
        }
    }

    /** The counts of a run for one record type. */
    public static SyncCounts counts(DSLContext dsl, long run, RecordType type) {
        return dsl.selectFrom(SYNC_RUN_COUNTS)
                .where(SYNC_RUN_COUNTS.RUN.eq(run), SYNC_RUN_COUNTS.RECORD_TYPE.eq(type.name()))
                .fetchSingle(row -> counts(row, SYNC_RUN_COUNTS));
    }

    private static SyncRunCountsRecord counts(
            SyncRun run, SyncCounts counts, RecordTables tables, StoreStateRecord state) {
        SyncRunCountsRecord row = new SyncRunCountsRecord();
        row.setRun(run.number());
        row.setRecordType(tables.type().name());
        row.setFullSet(counts.isFullSet());
        row.setPaidFrom(counts.paidFrom().orElse(null));
        row.setRecordsRead(counts.read());
        row.setInserted(counts.inserted());
        row.setUpdated(counts.updated());
        row.setUnchanged(counts.unchanged());
        row.setRestored(counts.restored());
        row.setDeleted(counts.deleted());
        row.setCascaded(counts.cascaded());
        row.setRejected(counts.rejected());
        row.setRetained(counts.retained());
        row.setCollapsed(counts.collapsed());
        row.setWithheld(counts.withheld());
        row.setSuppressed(counts.suppressed());
        row.setFiltered(counts.filtered());
        row.setLastId(state.get(tables.lastId()));
        return row;
    }

    private static List<SyncRun> runs(DSLContext dsl, Condition condition, int limit) {
        return runs(dsl, condition, SYNC_RUNS.RUN.desc(), limit);
    }

    private static List<SyncRun> runs(DSLContext dsl, Condition condition, SortField<Long> order, int limit) {
        return dsl.select()
                .from(SYNC_RUNS)
                .join(PATIENTS)
                .on(PATIENTS.RUN.eq(SYNC_RUNS.RUN), PATIENTS.RECORD_TYPE.eq(RecordType.PATIENT.name()))
                .join(PAYMENTS)
                .on(PAYMENTS.RUN.eq(SYNC_RUNS.RUN), PAYMENTS.RECORD_TYPE.eq(RecordType.PAYMENT.name()))
                .where(condition)
                .orderBy(order)
                .limit(limit)
                .fetch(RunLog::run);
    }

    private static SyncRun run(Record row) {
        @Nullable Long revertedTo = row.get(SYNC_RUNS.REVERTED_TO);
        return new SyncRunValue(
                row.get(SYNC_RUNS.RUN),
                row.get(SYNC_RUNS.ATTEMPT),
                SyncRun.Kind.valueOf(row.get(SYNC_RUNS.KIND)),
                SyncRun.Status.valueOf(row.get(SYNC_RUNS.STATUS)),
                decode(row.get(SYNC_RUNS.REFUSED_FOR)),
                row.get(SYNC_RUNS.RUN_TIME),
                Duration.ofMillis(row.get(SYNC_RUNS.DURATION_MS)),
                revertedTo == null ? OptionalLong.empty() : OptionalLong.of(revertedTo),
                Optional.ofNullable(row.get(SYNC_RUNS.EXPORTED_AT)),
                Optional.ofNullable(row.get(SYNC_RUNS.NOTE)),
                counts(row, PATIENTS),
                counts(row, PAYMENTS));
    }

    private static SyncCounts counts(Record row, SyncRunCounts counts) {
        return new SyncCountsValue(
                row.get(counts.FULL_SET),
                row.get(counts.PAID_FROM),
                row.get(counts.RECORDS_READ),
                row.get(counts.INSERTED),
                row.get(counts.UPDATED),
                row.get(counts.UNCHANGED),
                row.get(counts.RESTORED),
                row.get(counts.DELETED),
                row.get(counts.CASCADED),
                row.get(counts.REJECTED),
                row.get(counts.RETAINED),
                row.get(counts.COLLAPSED),
                row.get(counts.WITHHELD),
                row.get(counts.SUPPRESSED),
                row.get(counts.FILTERED));
    }

    private static @Nullable String encode(List<Reason> reasons) {
        return reasons.isEmpty() ? null : reasons.stream().map(Reason::name).collect(Collectors.joining(","));
    }

    private static List<Reason> decode(@Nullable String reasons) {
        return reasons == null
                ? List.of()
                : Arrays.stream(reasons.split(",", -1)).map(Reason::valueOf).toList();
    }
}
