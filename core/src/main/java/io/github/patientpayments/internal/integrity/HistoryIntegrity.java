package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.trueCondition;

import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.jooq.internal.tables.SyncRuns;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/**
 * What has to hold for patients and payments alike: their times are those of runs, and from a record's creation, or
 * from the horizon of a purge, to its live row its versions follow each other run by run. What names a run that is not
 * in the log is left to those who check the log.
 *
 * @param records the live rows and tombstones
 * @param lastId the counter that their ids come from
 * @param versions the superseded versions
 * @param versionOf whose version one is
 */
record HistoryIntegrity(
        Table<?> records,
        Field<Long> lastId,
        Table<?> versions,
        Field<Long> versionOf,
        Kind times,
        Kind gap,
        Kind overlap,
        Kind orphan,
        Kind counter) {

    private static final SyncRuns CREATION = SYNC_RUNS.as("creation");
    private static final SyncRuns LAST_CHANGE = SYNC_RUNS.as("last_change");

    Field<Long> id() {
        return column(records, PATIENTS.ID);
    }

    Field<Instant> deleted() {
        return column(records, PATIENTS.DELETED);
    }

    /**
     * Reads the records.
     *
     * @param joined the records, and whatever more checks need
     */
    IntegrityCheck ofRecords(Table<?> joined, Map<Kind, Condition> more) {
        Field<Long> versioned = versionOf.as("versioned_id");
        Table<?> history = selectDistinct(versioned).from(versions).asTable("history");
        Field<Instant> created = column(records, PATIENTS.CREATED);
        Field<Instant> updated = column(records, PATIENTS.UPDATED);
        Map<Kind, Condition> checks = new EnumMap<>(more);
        checks.put(
                times,
                CREATION.RUN
                        .isNull()
                        .or(created.gt(updated))
                        .or(LAST_CHANGE.RUN_TIME.ne(updated))
                        .or(deleted().ne(updated)));
        checks.put(
                gap,
                column(history, versioned)
                        .isNull()
                        .and(LAST_CHANGE.RUN.gt(CREATION.RUN))
                        .and(LAST_CHANGE.RUN.gt(STORE_STATE.HORIZON_RUN)));
        checks.put(counter, id().gt(lastId));
        return new IntegrityCheck(
                withRuns(joined).leftJoin(history).on(column(history, versioned).eq(id())), id(), checks);
    }

    /** Reads the versions. Those of a record lie in the order of their ends, which are unique. */
    IntegrityCheck ofVersions() {
        Field<Long> record = versionOf.as("record_id");
        Field<Long> from = column(versions, PATIENT_VERSIONS.FROM_RUN);
        Field<Long> to = column(versions, PATIENT_VERSIONS.TO_RUN);
        Field<Long> before = lag(to).over(partitionBy(versionOf).orderBy(to)).as("before_run");
        Table<?> steps = select(record, from, to, before).from(versions).asTable("steps");

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
        checks.put(orphan, id().isNull());
        checks.put(
                gap,
                column(spans, gaps)
                        .gt(inline(0))
                        .or(last.lt(LAST_CHANGE.RUN))
                        .or(first.gt(CREATION.RUN).and(first.gt(STORE_STATE.HORIZON_RUN))));
        checks.put(overlap, column(spans, overlaps).gt(inline(0)).or(last.gt(LAST_CHANGE.RUN)));
        checks.put(times, first.lt(CREATION.RUN).and(CREATION.RUN.le(LAST_CHANGE.RUN)));
        return new IntegrityCheck(
                withRuns(spans.leftJoin(records).on(id().eq(column(spans, record)))), column(spans, record), checks);
    }

    private Table<?> withRuns(Table<?> rows) {
        return rows.leftJoin(CREATION)
                .on(CREATION.RUN_TIME.eq(column(records, PATIENTS.CREATED)))
                .leftJoin(LAST_CHANGE)
                .on(LAST_CHANGE.RUN.eq(column(records, PATIENTS.CHANGED_RUN)))
                .join(STORE_STATE)
                .on(trueCondition());
    }
}
