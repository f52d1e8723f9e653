package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static org.jooq.impl.DSL.and;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;

import io.github.patientpayments.internal.db.Dialect;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;

/** The common part of the comparisons of patients and of payments. */
abstract class SetComparison {

    private static final Field<Long> LIVE_ID = PATIENTS.ID.as("live_id");
    private static final Field<Instant> LIVE_DELETED = PATIENTS.DELETED.as("live_deleted");

    final DSLContext dsl;
    final SetCounter counter;
    private final Transaction transaction;
    private final RecordTables tables;
    private long diffRows;

    SetComparison(Transaction transaction, RecordTables tables, SetCounter counter) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.tables = tables;
        this.counter = counter;
    }

    /**
     * Joins the staged elements with the records of the same ids. For a full set, the records that are not staged are
     * included.
     *
     * @param more further columns of either table, in addition to those that every comparison needs
     */
    final Matched match(List<Field<?>> more) {
        Field<Long> recordNo = column(tables.stage(), PATIENT_STAGE.RECORD_NO);
        Field<String> externalId = column(tables.stage(), PATIENT_STAGE.EXTERNAL_ID);
        List<Field<?>> columns = new ArrayList<>(List.of(
                recordNo,
                column(tables.stage(), PATIENT_STAGE.STATUS),
                externalId,
                column(tables.live(), PATIENTS.ID).as(LIVE_ID),
                column(tables.live(), PATIENTS.DELETED).as(LIVE_DELETED)));
        columns.addAll(more);
        Condition sameId = tables.hasIdOfStaged();
        KnownRecords known = counter.set().known();
        Table<?> rows;
        if (known != null) {
            rows = known.fullJoin(columns);
        } else if (counter.set().fullSet()) {
            rows = transaction.dialect().fullJoin(columns, tables.stage(), tables.live(), sameId, recordNo.isNull());
        } else {
            rows = Dialect.leftJoin(columns, tables.stage(), tables.live(), sameId);
        }
        return new Matched(rows);
    }

    /** Executes a statement that is built on {@link #match}. */
    final void compare(Runnable statement) {
        KnownRecords known = counter.set().known();
        if (known == null) {
            statement.run();
        } else {
            known.compare(statement);
        }
    }

    /** Writes the hashes of records that equal their staged elements, but have another hash or none. */
    final void renewHashes() {
        Field<UUID> hash = column(tables.live(), PATIENTS.CONTENT_HASH);
        Field<UUID> staged = column(tables.stage(), PATIENT_STAGE.CONTENT_HASH);
        counter.writeUncounted(dsl.mergeInto(tables.live())
                .using(tables.stage())
                .on(
                        tables.hasIdOfStaged(),
                        column(tables.stage(), PATIENT_STAGE.STATUS).eq(inline(StagingTable.VALID)),
                        column(tables.stage(), PATIENT_STAGE.DELETION).isFalse(),
                        tables.isLive(),
                        hash.isDistinctFrom(staged))
                .whenMatchedThenUpdate()
                .set(hash, staged)
                .execute());
    }

    /** Keeps all missing records, since an element without a readable id could be any of them. */
    final void withholdDeletions() {
        counter.withhold(dsl.deleteFrom(tables.diff())
                .where(DiffAction.in(column(tables.diff(), PATIENT_DIFF.KIND), DiffAction.DELETE, DiffAction.SUPPRESS))
                .execute());
    }

    /** Adds rows to the diff. */
    final void addToDiff(Query insertion) {
        diffRows += insertion.execute();
    }

    /** Counts what was added to the diff, less what was removed again. */
    final void countAdded() {
        if (counter.set().first() || diffRows > 0) {
            countActions();
        }
    }

    /** Counts the rows of the diff. */
    final void countActions() {
        if (counter.set().first()) {
            counter.countNew();
        } else {
            counter.countActions(dsl, tables.diff());
        }
    }

    /** Counts the deletions of a delta that name no record, if there may be any. */
    final void countUnknownDeletions() {
        if (counter.set().fullSet() || counter.set().deletions() == 0) {
            return;
        }
        Condition deletion = and(
                column(tables.stage(), PATIENT_STAGE.STATUS).eq(inline(StagingTable.VALID)),
                column(tables.stage(), PATIENT_STAGE.DELETION).isTrue());
        if (dsl.fetchCount(tables.stage(), deletion) > counter.of(DiffAction.DELETE)) {
            counter.ignoreDeletions(dsl.select(count())
                    .from(tables.stage())
                    .leftJoin(tables.live())
                    .on(tables.hasIdOfStaged())
                    .where(deletion, column(tables.live(), PATIENTS.ID).isNull())
                    .fetchSingle()
                    .value1());
        }
    }

    /** Counts the live records that stay although their only elements were rejected. */
    final void countRetained(Condition stays) {
        if (counter.rejected() > 0) {
            counter.retain(dsl.select(count())
                    .from(tables.stage())
                    .join(tables.live())
                    .on(tables.hasIdOfStaged())
                    .where(
                            column(tables.stage(), PATIENT_STAGE.STATUS).eq(inline(StagingTable.REJECTED)),
                            column(tables.live(), PATIENTS.DELETED).isNull(),
                            stays)
                    .fetchSingle()
                    .value1());
        }
    }

    /**
     * Staged elements joined with the records of the same external ids.
     *
     * @param rows the join
     */
    record Matched(Table<?> rows) {

        /** A live record of a full set that is not staged. */
        Condition isMissing() {
            return recordNo().isNull();
        }

        /** An element whose record is not in the mirror, not even as a tombstone. */
        Condition isUnknown() {
            return liveId().isNull();
        }

        Condition isDeleted() {
            return column(rows, LIVE_DELETED).isNotNull();
        }

        Condition isValid() {
            return hasStatus(StagingTable.VALID);
        }

        Condition hasStatus(short status) {
            return column(rows, PATIENT_STAGE.STATUS).eq(inline(status));
        }

        Field<Long> liveId() {
            return column(rows, LIVE_ID);
        }

        Field<Long> recordNo() {
            return column(rows, PATIENT_STAGE.RECORD_NO);
        }

        Field<String> externalId() {
            return column(rows, PATIENT_STAGE.EXTERNAL_ID);
        }
    }
}
