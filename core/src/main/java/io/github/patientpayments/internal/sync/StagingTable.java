package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.firstValue;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.erasure.SuppressionList;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.RejectionValue;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.SetReader;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The working table that holds the elements of one set while they are sifted: at first every element as it was read,
 * then one row for each id, with the element that speaks for it.
 */
final class StagingTable {

    static final short VALID = 0;
    static final short REJECTED = 1;
    private static final short COLLAPSED = 2;

    /** Names a patient who was erased: of what was read only the payment's own id is there. */
    static final short SUPPRESSED = 3;

    private static final int EXTERNAL_ID_COLUMN = 3;
    private static final String DUPLICATE = RejectionValue.encode(List.of(new Fault("externalId", Code.DUPLICATE)));

    private final Transaction transaction;
    private final SetCounter tally;
    private final RecordType type;
    private final Table<?> table;
    private final Field<Long> recordNo;
    private final Field<Short> status;
    private final Field<String> externalId;
    private final Field<@Nullable String> patientExternalId;
    private final Field<String> faults;
    private final List<Field<?>> content;
    private final List<Field<?>> columns;
    private boolean filled;

    private StagingTable(
            Transaction transaction,
            SetCounter tally,
            RecordType type,
            Table<?> table,
            Field<@Nullable String> patientExternalId,
            List<Field<?>> content,
            List<Field<?>> columns) {
        this.transaction = transaction;
        this.tally = tally;
        this.type = type;
        this.table = table;
        this.recordNo = column(table, PATIENT_STAGE.RECORD_NO);
        this.status = column(table, PATIENT_STAGE.STATUS);
        this.externalId = column(table, PATIENT_STAGE.EXTERNAL_ID);
        this.faults = column(table, PATIENT_STAGE.FAULTS);
        this.patientExternalId = patientExternalId;
        this.content = content;
        this.columns = columns;
    }

    static StagingTable ofPatients(Transaction transaction, SetCounter tally) {
        return new StagingTable(
                transaction,
                tally,
                RecordType.PATIENT,
                PATIENT_STAGE,
                DSL.castNull(PATIENT_STAGE.EXTERNAL_ID),
                List.of(
                        PATIENT_STAGE.FIRST_NAME,
                        PATIENT_STAGE.LAST_NAME,
                        PATIENT_STAGE.MIDDLE_NAME,
                        PATIENT_STAGE.DATE_OF_BIRTH,
                        PATIENT_STAGE.DELETION),
                List.of(
                        PATIENT_STAGE.RECORD_NO,
                        PATIENT_STAGE.STATUS,
                        PATIENT_STAGE.FAULTS,
                        PATIENT_STAGE.EXTERNAL_ID,
                        PATIENT_STAGE.FIRST_NAME,
                        PATIENT_STAGE.LAST_NAME,
                        PATIENT_STAGE.MIDDLE_NAME,
                        PATIENT_STAGE.DATE_OF_BIRTH,
                        PATIENT_STAGE.FIRST_NAME_KEY,
                        PATIENT_STAGE.LAST_NAME_KEY,
                        PATIENT_STAGE.DELETION));
    }

    static StagingTable ofPayments(Transaction transaction, SetCounter tally) {
        return new StagingTable(
                transaction,
                tally,
                RecordType.PAYMENT,
                PAYMENT_STAGE,
                PAYMENT_STAGE.PATIENT_EXTERNAL_ID,
                List.of(PAYMENT_STAGE.PATIENT_EXTERNAL_ID, PAYMENT_STAGE.AMOUNT, PAYMENT_STAGE.DELETION),
                List.of(
                        PAYMENT_STAGE.RECORD_NO,
                        PAYMENT_STAGE.STATUS,
                        PAYMENT_STAGE.FAULTS,
                        PAYMENT_STAGE.EXTERNAL_ID,
                        PAYMENT_STAGE.PATIENT_EXTERNAL_ID,
                        PAYMENT_STAGE.AMOUNT,
                        PAYMENT_STAGE.DELETION));
    }

    /**
     * Brings every element of the set into the table, but for those of erased patients.
     *
     * @param contentOf the columns of a record behind its number, status and faults; its own id comes first
     */
    <T> SetSummary load(
            SetReader<T> reader,
            RecordRules<T> rules,
            Deadline deadline,
            SuppressionList suppression,
            Progress progress,
            Function<T, @Nullable Object[]> contentOf) {
        filled = true;
        tally.suppressed = 0;
        try (BulkLoader loader = BulkLoader.into(transaction, table, columns)) {
            SetSummary summary = reader.forEach(rules, deadline, candidate -> {
                progress.recordRead();
                if (suppression.contains(rules.patientOf(candidate.data()))) {
                    suppress(candidate, loader, contentOf);
                } else {
                    tally.rejected += candidate.valid() ? 0 : 1;
                    tally.unreadable += candidate.idReadable() ? 0 : 1;
                    loader.add(row(candidate, candidate.valid() ? VALID : REJECTED, contentOf));
                }
            });
            loader.finish();
            return summary;
        }
    }

    /** The patient is nowhere in the mirror, but a payment may be there with another patient: it counts as missing. */
    private <T> void suppress(ParsedRecord<T> candidate, BulkLoader loader, Function<T, @Nullable Object[]> contentOf) {
        tally.suppressed++;
        @Nullable Object[] row = row(candidate, SUPPRESSED, contentOf);
        if (type == RecordType.PAYMENT && row[EXTERNAL_ID_COLUMN] != null) {
            Arrays.fill(row, EXTERNAL_ID_COLUMN + 1, row.length, null);
            row[EXTERNAL_ID_COLUMN - 1] = null;
            loader.add(row);
        }
    }

    /** Whether a set was loaded. */
    boolean filled() {
        return filled;
    }

    /** Rejects the valid elements that meet a condition. */
    void reject(Condition condition, Fault fault) {
        tally.rejected += transaction
                .dsl()
                .update(table)
                .set(status, REJECTED)
                .set(faults, RejectionValue.encode(List.of(fault)))
                .where(status.eq(inline(VALID)), condition)
                .execute();
    }

    /**
     * Leaves one row for each id. Among the valid elements the first speaks for it; equal ones collapse into it, others
     * are rejected as duplicates. Where all are rejected, one of them tells that the record is still there.
     */
    void deduplicate(Run run, long storedRejections) {
        boolean repeated = idsRepeat();
        if (repeated) {
            judgeRepeats();
        }
        if (tally.rejected > 0) {
            recordRejections(run, storedRejections);
        }
        if (repeated || tally.rejected > 0) {
            dropAllButOneForEachId();
        }
    }

    private boolean idsRepeat() {
        Field<Integer> repeats = DSL.count(externalId).minus(countDistinct(externalId));
        return transaction.dsl().select(repeats).from(table).fetchSingle().value1() > 0;
    }

    private void judgeRepeats() {
        Field<Integer> rank =
                rowNumber().over(partitionBy(externalId).orderBy(recordNo)).as("rank_in_id");
        Field<Short> verdict = when(
                        DSL.and(content.stream().map(this::asInTheFirst).toList()), inline(COLLAPSED))
                .otherwise(inline(REJECTED))
                .as("verdict");
        Table<?> judged = select(recordNo, rank, verdict)
                .from(table)
                .where(status.eq(inline(VALID)))
                .asTable("judged");
        Field<Long> judgedNo = column(judged, recordNo);
        Table<?> repeats = select(judgedNo, column(judged, verdict))
                .from(judged)
                .where(column(judged, rank).gt(inline(1)))
                .asTable("repeats");
        Field<Short> newStatus = column(repeats, verdict);
        transaction
                .dsl()
                .mergeInto(table)
                .using(repeats)
                .on(recordNo.eq(column(repeats, recordNo)))
                .whenMatchedThenUpdate()
                .set(status, newStatus)
                .set(faults, when(newStatus.eq(inline(REJECTED)), inline(DUPLICATE)))
                .execute();
        tally.collapsed = count(COLLAPSED);
        tally.rejected = count(REJECTED);
    }

    private <V> Condition asInTheFirst(Field<V> field) {
        return field.isNotDistinctFrom(
                firstValue(field).over(partitionBy(externalId).orderBy(recordNo)));
    }

    private long count(short wanted) {
        return transaction.dsl().fetchCount(table, status.eq(inline(wanted)));
    }

    private void recordRejections(Run run, long limit) {
        transaction
                .dsl()
                .insertInto(
                        REJECTIONS,
                        REJECTIONS.RUN,
                        REJECTIONS.RECORD_TYPE,
                        REJECTIONS.RECORD_NO,
                        REJECTIONS.EXTERNAL_ID,
                        REJECTIONS.PATIENT_EXTERNAL_ID,
                        REJECTIONS.FAULTS)
                .select(select(
                                inline(run.number()),
                                inline(type.name()),
                                recordNo,
                                externalId,
                                patientExternalId,
                                faults)
                        .from(table)
                        .where(status.eq(inline(REJECTED)))
                        .orderBy(recordNo)
                        .limit(inline(limit)))
                .execute();
    }

    private void dropAllButOneForEachId() {
        Field<Integer> rank = rowNumber()
                .over(partitionBy(externalId).orderBy(status, recordNo))
                .as("rank_in_id");
        Table<?> ranked =
                select(recordNo, rank).from(table).where(externalId.isNotNull()).asTable("ranked");
        Table<?> others = select(column(ranked, recordNo))
                .from(ranked)
                .where(column(ranked, rank).gt(inline(1)))
                .asTable("others");
        transaction.dsl().deleteFrom(table).where(externalId.isNull()).execute();
        // Not IN: H2 would rank all rows again for every row.
        transaction
                .dsl()
                .mergeInto(table)
                .using(others)
                .on(recordNo.eq(column(others, recordNo)))
                .whenMatchedThenDelete()
                .execute();
    }

    private static <T> @Nullable Object[] row(
            ParsedRecord<T> candidate, short status, Function<T, @Nullable Object[]> contentOf) {
        @Nullable Object[] content = contentOf.apply(candidate.data());
        @Nullable Object[] row = new Object[EXTERNAL_ID_COLUMN + content.length];
        row[0] = candidate.position();
        row[1] = status;
        row[2] = candidate.valid() ? null : RejectionValue.encode(candidate.faults());
        System.arraycopy(content, 0, row, EXTERNAL_ID_COLUMN, content.length);
        return row;
    }
}
