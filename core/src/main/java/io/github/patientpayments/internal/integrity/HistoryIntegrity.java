package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.trueCondition;

import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.jooq.internal.tables.SyncRuns;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/**
 * The checks for records of either type: times are those of runs, and the versions of a record are contiguous from its
 * creation, or from the horizon of a purge, to its live row. References to runs that are not in the log are checked
 * elsewhere.
 *
 * @param tables the tables of the records
 * @param times reported for records whose times are not those of runs
 * @param gap reported where a version is missing
 * @param overlap reported where two versions are valid at once
 * @param orphan reported for versions without a record
 * @param content reported for states whose content can't follow the one before
 * @param counter reported for ids that were never assigned
 */
record HistoryIntegrity(
        RecordTables tables, Kind times, Kind gap, Kind overlap, Kind orphan, Kind content, Kind counter) {

    private static final SyncRuns CREATION = SYNC_RUNS.as("creation");
    private static final SyncRuns LAST_CHANGE = SYNC_RUNS.as("last_change");

    /**
     * Evaluated once. Without statistics, a join with the lock row would count for hundreds of rows, and change the
     * plan of all the others.
     */
    private static final Field<Long> HORIZON =
            field(select(STORE_STATE.HORIZON_RUN).from(STORE_STATE));

    /**
     * Checks the records.
     *
     * @param joined the records, joined with what the further checks need
     */
    IntegrityCheck ofRecords(Table<?> joined, Map<Kind, Condition> more) {
        Field<Long> versioned = tables.versionOf().as("versioned_id");
        Table<?> history = selectDistinct(versioned).from(tables.versions()).asTable("history");
        Field<Instant> created = column(tables.live(), PATIENTS.CREATED);
        Field<Instant> updated = column(tables.live(), PATIENTS.UPDATED);
        Map<Kind, Condition> checks = new EnumMap<>(more);
        checks.put(
                times,
                CREATION.RUN
                        .isNull()
                        .or(created.gt(updated))
                        .or(LAST_CHANGE.RUN_TIME.ne(updated))
                        .or(column(tables.live(), PATIENTS.DELETED).ne(updated)));
        checks.put(
                gap,
                column(history, versioned)
                        .isNull()
                        .and(LAST_CHANGE.RUN.gt(CREATION.RUN))
                        .and(LAST_CHANGE.RUN.gt(HORIZON)));
        checks.put(counter, tables.id().gt(field(select(tables.lastId()).from(STORE_STATE))));
        return new IntegrityCheck(
                withRuns(joined).leftJoin(history).on(column(history, versioned).eq(tables.id())), tables.id(), checks);
    }

    /** Checks the versions, in the order of their ends, which are unique for each record. */
    IntegrityCheck ofVersions() {
        Field<Long> record = tables.versionOf().as("record_id");
        Field<Long> from = column(tables.versions(), PATIENT_VERSIONS.FROM_RUN);
        Field<Long> to = column(tables.versions(), PATIENT_VERSIONS.TO_RUN);
        Field<Long> before =
                lag(to).over(partitionBy(tables.versionOf()).orderBy(to)).as("before_run");
        Table<?> steps =
                select(record, from, to, before).from(tables.versions()).asTable("steps");

        Field<Long> start = column(steps, from);
        Field<Long> firstRun = min(start).as("first_run");
        Field<Long> lastRun = max(column(steps, to)).as("last_run");
        Field<Integer> gaps =
                count().filterWhere(start.gt(column(steps, before))).as("gaps");
        Field<Integer> overlaps =
                count().filterWhere(start.lt(column(steps, before))).as("overlaps");
        Table<?> spans = select(column(steps, record), firstRun, lastRun, gaps, overlaps)
                .from(steps)
                .groupBy(column(steps, record))
                .asTable("spans");

        Field<Long> first = column(spans, firstRun);
        Field<Long> last = column(spans, lastRun);
        Map<Kind, Condition> checks = new EnumMap<>(Kind.class);
        checks.put(orphan, tables.id().isNull());
        checks.put(
                gap,
                column(spans, gaps)
                        .gt(inline(0))
                        .or(last.lt(LAST_CHANGE.RUN))
                        .or(first.gt(CREATION.RUN).and(first.gt(HORIZON))));
        checks.put(overlap, column(spans, overlaps).gt(inline(0)).or(last.gt(LAST_CHANGE.RUN)));
        checks.put(times, first.lt(CREATION.RUN).and(CREATION.RUN.le(LAST_CHANGE.RUN)));
        return new IntegrityCheck(
                withRuns(spans.leftJoin(tables.live()).on(tables.id().eq(column(spans, record)))),
                column(spans, record),
                checks);
    }

    /** Checks the current states against the versions that they superseded. */
    IntegrityCheck ofCurrentContent() {
        Condition deleted = column(tables.live(), PATIENTS.DELETED).isNotNull();
        Table<?> before = tables.versions().as("before");
        return ofContent(tables.live(), tables.id(), column(tables.live(), PATIENTS.CHANGED_RUN), deleted, before);
    }

    /** Checks the versions against the ones before them. */
    IntegrityCheck ofFormerContent() {
        Table<?> after = tables.versions().as("after");
        return ofContent(
                after,
                column(after, tables.versionOf()),
                column(after, PATIENT_VERSIONS.FROM_RUN),
                column(after, PATIENT_VERSIONS.DELETED).isTrue(),
                tables.versions().as("before"));
    }

    /**
     * A deletion keeps the content, and follows no other. A change is one. What was erased can't be compared. A version
     * notes whether the next state is deleted.
     */
    private IntegrityCheck ofContent(
            Table<?> after, Field<Long> record, Field<Long> from, Condition deleted, Table<?> before) {
        Condition wasDeleted = column(before, PATIENT_VERSIONS.DELETED).isTrue();
        Field<Boolean> nextDeleted = column(before, PATIENT_VERSIONS.NEXT_DELETED);
        Condition same = and(
                tables.content().stream().map(each -> same(each, before, after)).toList());
        Field<?> firstColumn = tables.content().get(0);
        Condition known = column(before, firstColumn)
                .isNotNull()
                .and(column(after, firstColumn).isNotNull());
        return new IntegrityCheck(
                after.join(before)
                        .on(
                                column(before, tables.versionOf()).eq(record),
                                column(before, PATIENT_VERSIONS.TO_RUN).eq(from)),
                record,
                Map.of(
                        content,
                        known.and(deleted.and(wasDeleted.or(same.not()))
                                        .or(deleted.not().and(wasDeleted.not()).and(same)))
                                .or(nextDeleted.ne(field(deleted)))));
    }

    private static <V> Condition same(Field<V> content, Table<?> before, Table<?> after) {
        return column(before, content).isNotDistinctFrom(column(after, content));
    }

    /** The counter is that of the last run. Without a purge, the records that are gone were erased. */
    IntegrityCheck ofNumber() {
        Field<Integer> number = count().as("records");
        Field<Long> greatest = coalesce(max(tables.id()), inline(0L)).as("greatest");
        Table<?> records = select(number, greatest).from(tables.live()).asTable("all_records");
        Field<Long> logged = field(select(coalesce(max(SYNC_RUN_COUNTS.LAST_ID), inline(0L)))
                .from(SYNC_RUN_COUNTS)
                .where(SYNC_RUN_COUNTS.RECORD_TYPE.eq(inline(tables.type().name()))));
        Field<Long> erased = field(select(count().cast(Long.class))
                .from(ERASED_RECORDS)
                .where(ERASED_RECORDS.RECORD_TYPE.eq(inline(tables.type().name()))));
        Condition missing = STORE_STATE
                .HORIZON_RUN
                .eq(inline(0L))
                .and(tables.lastId().ne(column(records, number).cast(Long.class).plus(erased)));
        return new IntegrityCheck(
                STORE_STATE.join(records).on(trueCondition()),
                inline(0L),
                Map.of(
                        counter,
                        column(records, greatest)
                                .le(tables.lastId())
                                .and(tables.lastId().ne(logged).or(missing))));
    }

    private Table<?> withRuns(Table<?> rows) {
        return rows.leftJoin(CREATION)
                .on(CREATION.RUN_TIME.eq(column(tables.live(), PATIENTS.CREATED)))
                .leftJoin(LAST_CHANGE)
                .on(LAST_CHANGE.RUN.eq(column(tables.live(), PATIENTS.CHANGED_RUN)));
    }
}
