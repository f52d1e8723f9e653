package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.trueCondition;

import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.jooq.internal.tables.SyncRuns;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

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

    /** Which records must have versions. */
    private static final Condition CHANGED = LAST_CHANGE.RUN.gt(CREATION.RUN).and(LAST_CHANGE.RUN.gt(HORIZON));

    private static final Field<Long> NO_ID = inline(0L);

    private static final Field<Long> RECORD = field(name("record_id"), SQLDataType.BIGINT);
    private static final Field<Long> FIRST_RUN = field(name("first_run"), SQLDataType.BIGINT);
    private static final Field<Long> LAST_RUN = field(name("last_run"), SQLDataType.BIGINT);
    private static final Field<Integer> GAPS = field(name("gaps"), SQLDataType.INTEGER);
    private static final Field<Integer> OVERLAPS = field(name("overlaps"), SQLDataType.INTEGER);

    /**
     * Checks the records.
     *
     * @param joined the records, joined with what the further checks need
     */
    IntegrityCheck ofRecords(Table<?> joined, Map<Kind, Condition> more) {
        Field<Long> versioned = tables.versionOf().as("versioned_id");
        Table<?> history = selectDistinct(versioned).from(tables.versions()).asTable("history");
        Map<Kind, Condition> checks = new EnumMap<>(Kind.class);
        checks.putAll(more);
        checks.put(times, timesDeviate(tables.live()));
        checks.put(gap, column(history, versioned).isNull().and(CHANGED));
        checks.put(counter, isNotAssigned(tables.id()));
        return new IntegrityCheck(
                withRuns(joined, tables.live())
                        .leftJoin(history)
                        .on(column(history, versioned).eq(tables.id())),
                tables.id(),
                checks);
    }

    /** Checks what groups of records have in common. */
    IntegrityCheck ofGroups(RecordCounts groups) {
        Table<?> rows = groups.table();
        Map<Kind, Condition> checks = new EnumMap<>(Kind.class);
        if (tables.type() == RecordType.PAYMENT) {
            checks.put(
                    Kind.PAYMENT_MARKED_WHILE_LIVE,
                    column(rows, PAYMENTS.DELETED)
                            .isNull()
                            .and(column(rows, PAYMENTS.CASCADED).isTrue()));
        }
        checks.put(times, timesDeviate(rows));
        checks.put(counter, isNotAssigned(column(rows, RecordCounts.GREATEST_ID)));
        return new IntegrityCheck(withRuns(rows, rows), NO_ID, checks);
    }

    private static Condition timesDeviate(Table<?> records) {
        Field<Instant> created = column(records, PATIENTS.CREATED);
        Field<Instant> updated = column(records, PATIENTS.UPDATED);
        return CREATION.RUN
                .isNull()
                .or(created.gt(updated))
                .or(LAST_CHANGE.RUN_TIME.ne(updated))
                .or(column(records, PATIENTS.DELETED).ne(updated));
    }

    private Condition isNotAssigned(Field<Long> id) {
        return id.gt(field(select(tables.lastId()).from(STORE_STATE)));
    }

    /** Checks the versions, in the order of their ends, which are unique for each record. */
    IntegrityCheck ofVersions() {
        Table<?> spans = spans();
        Field<Long> record = column(spans, RECORD);
        return new IntegrityCheck(
                withRuns(spans.leftJoin(tables.live()).on(tables.id().eq(record)), tables.live()),
                record,
                spanChecks(spans));
    }

    /**
     * Checks the versions, the current states against them, and that each record that was changed has any: there are as
     * many as the groups have.
     */
    IntegrityCheck ofHistory(RecordCounts groups) {
        Table<?> spans = spans();
        Field<Long> record = column(spans, RECORD);
        Field<Long> end = column(spans, LAST_RUN);
        Table<?> last = tables.versions().as("last_version");
        Condition deviates = or(spanChecks(spans).values())
                .or(column(tables.live(), PATIENTS.CHANGED_RUN).ne(end))
                .or(contentDeviates(tables.live(), isDeleted(), last));
        Field<Boolean> anyDeviates = boolOr(deviates).as("deviates");
        Field<Integer> versioned = count().filterWhere(CHANGED).as("versioned");
        Table<?> history = select(anyDeviates, versioned)
                .from(withRuns(
                        spans.join(last)
                                .on(
                                        column(last, tables.versionOf()).eq(record),
                                        column(last, PATIENT_VERSIONS.TO_RUN).eq(end))
                                .leftJoin(tables.live())
                                .on(tables.id().eq(record)),
                        tables.live()))
                .asTable("history");
        Field<Long> number = coalesce(groups.number(), inline(0L)).as("number_changed");
        Table<?> changed = select(number)
                .from(withRuns(groups.table(), groups.table()))
                .where(CHANGED)
                .asTable("changed");
        return new IntegrityCheck(
                history.join(changed).on(trueCondition()),
                NO_ID,
                Map.of(
                        gap,
                        column(history, anyDeviates)
                                .isTrue()
                                .or(column(changed, number)
                                        .ne(column(history, versioned).cast(Long.class)))));
    }

    private Table<?> spans() {
        Field<Long> record = tables.versionOf().as(RECORD);
        Field<Long> from = column(tables.versions(), PATIENT_VERSIONS.FROM_RUN);
        Field<Long> to = column(tables.versions(), PATIENT_VERSIONS.TO_RUN);
        Field<Long> before =
                lag(to).over(partitionBy(tables.versionOf()).orderBy(to)).as("before_run");
        Table<?> steps =
                select(record, from, to, before).from(tables.versions()).asTable("steps");
        Field<Long> start = column(steps, from);
        return select(
                        column(steps, RECORD),
                        min(start).as(FIRST_RUN),
                        max(column(steps, to)).as(LAST_RUN),
                        count().filterWhere(start.gt(column(steps, before))).as(GAPS),
                        count().filterWhere(start.lt(column(steps, before))).as(OVERLAPS))
                .from(steps)
                .groupBy(column(steps, RECORD))
                .asTable("spans");
    }

    private Map<Kind, Condition> spanChecks(Table<?> spans) {
        Field<Long> first = column(spans, FIRST_RUN);
        Field<Long> last = column(spans, LAST_RUN);
        Map<Kind, Condition> checks = new EnumMap<>(Kind.class);
        checks.put(orphan, tables.id().isNull());
        checks.put(
                gap,
                column(spans, GAPS)
                        .gt(inline(0))
                        .or(last.lt(LAST_CHANGE.RUN))
                        .or(first.gt(CREATION.RUN).and(first.gt(HORIZON))));
        checks.put(overlap, column(spans, OVERLAPS).gt(inline(0)).or(last.gt(LAST_CHANGE.RUN)));
        checks.put(times, first.lt(CREATION.RUN).and(CREATION.RUN.le(LAST_CHANGE.RUN)));
        return checks;
    }

    /** Checks the current states against the versions that they superseded. */
    IntegrityCheck ofCurrentContent() {
        Table<?> before = tables.versions().as("before");
        return ofContent(tables.live(), tables.id(), column(tables.live(), PATIENTS.CHANGED_RUN), isDeleted(), before);
    }

    private Condition isDeleted() {
        return column(tables.live(), PATIENTS.DELETED).isNotNull();
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

    private IntegrityCheck ofContent(
            Table<?> after, Field<Long> record, Field<Long> from, Condition deleted, Table<?> before) {
        return new IntegrityCheck(
                after.join(before)
                        .on(
                                column(before, tables.versionOf()).eq(record),
                                column(before, PATIENT_VERSIONS.TO_RUN).eq(from)),
                record,
                Map.of(content, contentDeviates(after, deleted, before)));
    }

    /**
     * A deletion keeps the content, and follows no other. A change is one. What was erased can't be compared. A version
     * notes whether the next state is deleted.
     */
    private Condition contentDeviates(Table<?> after, Condition deleted, Table<?> before) {
        Condition wasDeleted = column(before, PATIENT_VERSIONS.DELETED).isTrue();
        Field<Boolean> nextDeleted = column(before, PATIENT_VERSIONS.NEXT_DELETED);
        Condition same = and(
                tables.content().stream().map(each -> same(each, before, after)).toList());
        Field<?> firstColumn = tables.content().get(0);
        Condition known = column(before, firstColumn)
                .isNotNull()
                .and(column(after, firstColumn).isNotNull());
        return known.and(deleted.and(wasDeleted.or(same.not()))
                        .or(deleted.not().and(wasDeleted.not()).and(same)))
                .or(nextDeleted.ne(field(deleted)));
    }

    private static <V> Condition same(Field<V> content, Table<?> before, Table<?> after) {
        return column(before, content).isNotDistinctFrom(column(after, content));
    }

    /** The counter is that of the last run. Without a purge, the records that are gone were erased. */
    IntegrityCheck ofNumber(RecordCounts counts) {
        Field<Long> number = coalesce(counts.number(), inline(0L)).as("records");
        Field<Long> greatest = coalesce(counts.greatestId(), inline(0L)).as("greatest");
        Table<?> records = select(number, greatest).from(counts.table()).asTable("all_records");
        Field<Long> logged = field(select(coalesce(max(SYNC_RUN_COUNTS.LAST_ID), inline(0L)))
                .from(SYNC_RUN_COUNTS)
                .where(SYNC_RUN_COUNTS.RECORD_TYPE.eq(inline(tables.type().name()))));
        Field<Long> erased = field(select(count().cast(Long.class))
                .from(ERASED_RECORDS)
                .where(ERASED_RECORDS.RECORD_TYPE.eq(inline(tables.type().name()))));
        Condition missing = STORE_STATE
                .HORIZON_RUN
                .eq(inline(0L))
                .and(tables.lastId().ne(column(records, number).plus(erased)));
        return new IntegrityCheck(
                STORE_STATE.join(records).on(trueCondition()),
                inline(0L),
                Map.of(
                        counter,
                        column(records, greatest)
                                .le(tables.lastId())
                                .and(tables.lastId().ne(logged).or(missing))));
    }

    private static Table<?> withRuns(Table<?> rows, Table<?> records) {
        return rows.leftJoin(CREATION)
                .on(CREATION.RUN_TIME.eq(column(records, PATIENTS.CREATED)))
                .leftJoin(LAST_CHANGE)
                .on(LAST_CHANGE.RUN.eq(column(records, PATIENTS.CHANGED_RUN)));
    }
}
