package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Subqueries.notExists;
import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.RewrittenPayments.REWRITTEN_PAYMENTS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.RecordStates;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.jooq.internal.tables.PaymentVersions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The events of the feed as a relation: each state of a record with the run in which it began. A state that is still
 * valid is a live row or a tombstone, and others are versions. Of an erased record only the id is left. The run of an
 * erasure also has the payments that had moved away from the patient, since copies may have what they were before.
 */
final class FeedEvents {

    private static final String NAME = "events";
    static final Field<Long> RUN = column("run", SQLDataType.BIGINT);
    static final Field<Integer> PHASE = column("phase", SQLDataType.INTEGER);
    static final Field<Long> ID = column("id", SQLDataType.BIGINT);
    static final Field<Boolean> OF_ERASURE = column("of_erasure", SQLDataType.BOOLEAN);
    static final Field<Long> PATIENT_ID = column("patient_id", SQLDataType.BIGINT);
    static final Field<BigDecimal> AMOUNT = column("amount", PAYMENTS.AMOUNT.getDataType());

    /** The content columns of all record types: a row of the union has all of them. */
    private static final List<Field<?>> CONTENT = Stream.of(RecordTables.PATIENTS, RecordTables.PAYMENTS)
            .flatMap(tables -> tables.content().stream())
            .toList();

    private static final PaymentVersions ENDED = PAYMENT_VERSIONS.as("ended");

    /**
     * A version that belonged to an erased patient is the end of a live one before it, and otherwise no event. Not by
     * EXISTS: PostgreSQL would hash all versions for it.
     */
    private static final Condition VISIBLE = PAYMENT_VERSIONS
            .PATIENT_ID
            .isNotNull()
            .or(field(select(ENDED.DELETED)
                            .from(ENDED)
                            .where(
                                    ENDED.PAYMENT_ID.eq(PAYMENT_VERSIONS.PAYMENT_ID),
                                    ENDED.TO_RUN.eq(PAYMENT_VERSIONS.FROM_RUN)))
                    .isFalse());

    private static final RecordStates PATIENTS_NOW = RecordTables.PATIENTS.currentStates();
    private static final RecordStates PATIENTS_BEFORE = RecordTables.PATIENTS.formerStates();
    private static final RecordStates PAYMENTS_NOW = RecordTables.PAYMENTS.currentStates();
    private static final RecordStates PAYMENTS_BEFORE = RecordTables.PAYMENTS.formerStates();

    private static final List<FeedBranch> BRANCHES = List.of(
            states(FeedPosition.PATIENT_UPSERTS, PATIENTS_NOW, PATIENTS_NOW.live()),
            states(FeedPosition.PATIENT_UPSERTS, PATIENTS_BEFORE, PATIENTS_BEFORE.live()),
            states(FeedPosition.PAYMENT_UPSERTS, PAYMENTS_NOW, PAYMENTS_NOW.live()),
            states(FeedPosition.PAYMENT_UPSERTS, PAYMENTS_BEFORE, PAYMENTS_BEFORE.live()),
            rewritten(FeedPosition.PAYMENT_UPSERTS, PAYMENTS_NOW, PAYMENTS_NOW.live(), PAYMENTS_NOW.stored()),
            rewritten(FeedPosition.PAYMENT_UPSERTS, PAYMENTS_BEFORE, PAYMENTS_BEFORE.live(), PAYMENTS_BEFORE.stored()),
            states(FeedPosition.PAYMENT_DELETIONS, PAYMENTS_NOW, PAYMENTS_NOW.deleted()),
            states(
                    FeedPosition.PAYMENT_DELETIONS,
                    PAYMENTS_BEFORE,
                    PAYMENTS_BEFORE.deleted().and(VISIBLE)),
            rewritten(FeedPosition.PAYMENT_DELETIONS, PAYMENTS_NOW, PAYMENTS_NOW.deleted(), List.of()),
            rewritten(
                    FeedPosition.PAYMENT_DELETIONS,
                    PAYMENTS_BEFORE,
                    PAYMENTS_BEFORE.deleted().and(PAYMENT_VERSIONS.PATIENT_ID.isNotNull()),
                    List.of()),
            gone(),
            erased(FeedPosition.PAYMENT_DELETIONS, RecordType.PAYMENT),
            states(FeedPosition.PATIENT_DELETIONS, PATIENTS_NOW, PATIENTS_NOW.deleted()),
            states(FeedPosition.PATIENT_DELETIONS, PATIENTS_BEFORE, PATIENTS_BEFORE.deleted()),
            erased(FeedPosition.PATIENT_DELETIONS, RecordType.PATIENT));

    private FeedEvents() {}

    /** The first events after a position, up to a run. */
    static Table<?> after(FeedPosition position, long lastRun, int limit) {
        Select<Record> candidates = BRANCHES.stream()
                .flatMap(branch -> branch.after(position, limit).stream())
                .reduce(Select::unionAll)
                .orElseThrow();
        Table<?> named = candidates.asTable(NAME);
        return select(named.fields())
                .from(named)
                .where(RUN.le(inline(lastRun)))
                .orderBy(RUN, PHASE, ID)
                .limit(inline(limit))
                .asTable(NAME);
    }

    static Condition ofPatient() {
        return PHASE.in(inline(FeedPosition.PATIENT_UPSERTS), inline(FeedPosition.PATIENT_DELETIONS));
    }

    static Condition ofPayment() {
        return PHASE.in(inline(FeedPosition.PAYMENT_UPSERTS), inline(FeedPosition.PAYMENT_DELETIONS));
    }

    private static FeedBranch states(int phase, RecordStates states, Condition which) {
        return new FeedBranch(
                states.table(),
                phase,
                states.fromRun(),
                states.id(),
                which,
                columns(states.fromRun(), phase, states.id(), false, states.stored()));
    }

    /**
     * Payments that had moved away from an erased patient, in the state in which they were at the erasure. Not an inner
     * join: H2 would begin with all versions.
     */
    private static FeedBranch rewritten(int phase, RecordStates states, Condition which, List<Field<?>> content) {
        Table<?> then = REWRITTEN_PAYMENTS
                .leftJoin(states.table())
                .on(
                        states.id().eq(REWRITTEN_PAYMENTS.PAYMENT_ID),
                        states.fromRun().le(REWRITTEN_PAYMENTS.RUN),
                        states.toRun().gt(REWRITTEN_PAYMENTS.RUN),
                        which);
        return ofErasure(
                then,
                phase,
                REWRITTEN_PAYMENTS.RUN,
                REWRITTEN_PAYMENTS.PAYMENT_ID,
                states.id().isNotNull(),
                content);
    }

    /** Such payments that were erased with another patient later, or whose tombstone was purged. */
    private static FeedBranch gone() {
        Select<?> record = selectOne().from(PAYMENTS).where(PAYMENTS.ID.eq(REWRITTEN_PAYMENTS.PAYMENT_ID));
        return ofErasure(
                REWRITTEN_PAYMENTS,
                FeedPosition.PAYMENT_DELETIONS,
                REWRITTEN_PAYMENTS.RUN,
                REWRITTEN_PAYMENTS.PAYMENT_ID,
                notExists(record),
                List.of());
    }

    private static FeedBranch erased(int phase, RecordType type) {
        return ofErasure(
                ERASED_RECORDS,
                phase,
                ERASED_RECORDS.RUN,
                ERASED_RECORDS.RECORD_ID,
                ERASED_RECORDS.RECORD_TYPE.eq(inline(type.name())),
                List.of());
    }

    private static FeedBranch ofErasure(
            Table<?> table, int phase, Field<Long> run, Field<Long> id, Condition which, List<Field<?>> content) {
        return new FeedBranch(table, phase, run, id, which, columns(run, phase, id, true, content));
    }

    private static List<Field<?>> columns(
            Field<Long> run, int phase, Field<Long> id, boolean ofErasure, List<Field<?>> content) {
        List<Field<?>> columns = new ArrayList<>(List.of(
                run.as(RUN),
                inline(phase).as(PHASE),
                id.as(ID),
                inline(ofErasure).as(OF_ERASURE)));
        CONTENT.forEach(column -> columns.add(ownOrNull(column, content)));
        return columns;
    }

    private static Field<?> ownOrNull(Field<?> column, List<Field<?>> content) {
        return content.stream()
                .filter(own -> own.getName().equals(column.getName()))
                .<Field<?>>map(own -> own)
                .findFirst()
                .orElseGet(() -> castNull(column).as(column));
    }

    private static <V> Field<V> column(String name, DataType<V> type) {
        return field(name(NAME, name), type);
    }
}
