package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.firstValue;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.erasure.SuppressionList;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.RejectionValue;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.SetReader;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The working table that holds the elements of one set: first every element as it was read, and after
 * {@link #deduplicate} one row for each id.
 */
final class StagingTable {

    static final short VALID = 0;
    static final short REJECTED = 1;
    private static final short COLLAPSED = 2;

    /** The payment of an erased patient: only the payment's own id is stored. */
    static final short SUPPRESSED = 3;

    private static final String DUPLICATE =
            RejectionValue.encode(List.of(new Fault(RecordRules.EXTERNAL_ID, Code.DUPLICATE)));

    private final Transaction transaction;
    private final RecordType type;
    private final Table<?> table;
    private final Field<Long> recordNo;
    private final Field<@Nullable Long> line;
    private final Field<Short> status;
    private final Field<String> externalId;
    private final Field<@Nullable String> patientExternalId;
    private final Field<String> faults;
    private final Field<Boolean> deletion;
    private final List<Field<?>> content;
    private final List<Field<?>> searchKeys;
    private final Field<UUID> contentHash;
    private final List<Field<?>> columns;
    private final RecordTables tables;

    private StagingTable(Transaction transaction, RecordTables tables, Field<@Nullable String> patientExternalId) {
        this.transaction = transaction;
        this.type = tables.type();
        this.table = tables.stage();
        this.recordNo = column(table, PATIENT_STAGE.RECORD_NO);
        this.line = column(table, PATIENT_STAGE.LINE);
        this.status = column(table, PATIENT_STAGE.STATUS);
        this.externalId = column(table, PATIENT_STAGE.EXTERNAL_ID);
        this.patientExternalId = patientExternalId;
        this.faults = column(table, PATIENT_STAGE.FAULTS);
        this.deletion = column(table, PATIENT_STAGE.DELETION);
        this.content = tables.stagedContent();
        this.searchKeys = tables.searchKeysIn(table);
        this.contentHash = column(table, PATIENT_STAGE.CONTENT_HASH);
        this.tables = tables;
        this.columns = new ArrayList<>(List.of(recordNo, line, status, faults, externalId));
        columns.addAll(content);
        columns.addAll(searchKeys);
        columns.add(contentHash);
        columns.add(deletion);
    }

    static StagingTable ofPatients(Transaction transaction) {
        return new StagingTable(transaction, RecordTables.PATIENTS, DSL.castNull(PATIENT_STAGE.EXTERNAL_ID));
    }

    static StagingTable ofPayments(Transaction transaction) {
        return new StagingTable(transaction, RecordTables.PAYMENTS, PAYMENT_STAGE.PATIENT_EXTERNAL_ID);
    }

    /** The live records of a scope, by their hashes; null if there are more than the store may hold in memory. */
    @Nullable
    KnownRecords knownRecords(int most, PaymentScope scope) {
        return KnownRecords.in(transaction, tables, most, scope);
    }

    /**
     * Loads the elements of a set, except those of erased patients.
     *
     * @param shortcut takes the elements that need not be loaded
     */
    <T> Load load(
            SetReader<T> set,
            RecordRules<T> rules,
            HashKey key,
            Deadline deadline,
            SuppressionList suppression,
            Shortcut shortcut,
            Progress progress) {
        try (StagedRows<T> rows = new StagedRows<>(
                rules,
                columns.size(),
                () -> shortcut.staging(BulkLoader.into(transaction, table, columns)),
                suppression)) {
            SetSummary summary = set.forEach(rules, key, deadline, record -> {
                progress.recordRead();
                if (!shortcut.takes(record)) {
                    rows.add(record);
                }
            });
            return rows.finish(summary);
        }
    }

    /**
     * Stages valid elements whose content is that of stored records: of live ones joined with their element's numbers.
     * Their lines were not kept.
     */
    void addStored(Table<?> from, Field<Long> number) {
        List<Field<?>> values = new ArrayList<>(List.of(
                number,
                inline((Long) null).as(line),
                inline(VALID).as(status),
                inline((String) null, faults.getDataType()),
                column(tables.live(), PATIENTS.EXTERNAL_ID)));
        boolean payments = type == RecordType.PAYMENT;
        values.addAll(
                payments
                        ? List.of(PATIENTS.EXTERNAL_ID, PAYMENTS.AMOUNT, PAYMENTS.PAID_ON)
                        : tables.storedIn(PATIENTS));
        values.add(column(tables.live(), PATIENTS.CONTENT_HASH));
        values.add(inline(false));
        transaction
                .dsl()
                .insertInto(table, columns)
                .select(select(values)
                        .from(payments ? from.join(PATIENTS).on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID)) : from)
                        .where(number.isNotNull()))
                .execute();
    }

    /** Rejects elements by a condition; those that are rejected already have one more fault. */
    void reject(Condition condition, Fault fault, SetCounter counter) {
        String encoded = RejectionValue.encode(List.of(fault));
        if (counter.rejected() > 0) {
            transaction
                    .dsl()
                    .update(table)
                    .set(faults, concat(faults, inline(RejectionValue.SEPARATOR + encoded)))
                    .where(status.eq(inline(REJECTED)), condition)
                    .execute();
        }
        counter.reject(transaction
                .dsl()
                .update(table)
                .set(status, REJECTED)
                .set(faults, encoded)
                .where(status.eq(inline(VALID)), condition)
                .execute());
    }

    /**
     * Leaves one row for each id. The first valid element counts; equal ones collapse into it, and different ones are
     * rejected as duplicates. If all are rejected, one stays, since it shows that the record still exists.
     */
    void deduplicate(Run run, SetCounter counter, long storedRejections) {
        boolean repeated = counter.read() > 1 && hasRepeatedIds();
        if (repeated) {
            resolveRepeats(counter);
        }
        if (counter.rejected() > 0) {
            recordRejections(run, storedRejections);
        }
        if (repeated || counter.rejected() > 0) {
            keepOneRowPerId();
        }
    }

    private boolean hasRepeatedIds() {
        Field<Integer> repeats = DSL.count(externalId).minus(countDistinct(externalId));
        return transaction.dsl().select(repeats).from(table).fetchSingle().value1() > 0;
    }

    private void resolveRepeats(SetCounter counter) {
        Field<Integer> rank =
                rowNumber().over(partitionBy(externalId).orderBy(recordNo)).as("rank_in_id");
        Field<Short> verdict = when(
                        DSL.and(Stream.concat(content.stream(), Stream.of(deletion))
                                .map(this::equalsFirst)
                                .toList()),
                        inline(COLLAPSED))
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
        counter.resolveRepeats(count(REJECTED), count(COLLAPSED));
    }

    private <V> Condition equalsFirst(Field<V> field) {
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
                        REJECTIONS.LINE,
                        REJECTIONS.EXTERNAL_ID,
                        REJECTIONS.PATIENT_EXTERNAL_ID,
                        REJECTIONS.FAULTS)
                .select(select(
                                inline(run.number()),
                                inline(type.name()),
                                recordNo,
                                line,
                                externalId,
                                patientExternalId,
                                faults)
                        .from(table)
                        .where(status.eq(inline(REJECTED)))
                        .orderBy(recordNo)
                        .limit(inline(limit)))
                .execute();
    }

    private void keepOneRowPerId() {
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
        // Not by IN: H2 would rank all rows again for every row.
        transaction
                .dsl()
                .mergeInto(table)
                .using(others)
                .on(recordNo.eq(column(others, recordNo)))
                .whenMatchedThenDelete()
                .execute();
    }

    /**
     * The elements that were loaded.
     *
     * @param summary the summary of all elements read
     * @param rejected elements that are invalid in themselves
     * @param unreadable elements without a readable id
     * @param suppressed elements of erased patients
     */
    record Load(SetSummary summary, long rejected, long unreadable, long suppressed) {}
}
