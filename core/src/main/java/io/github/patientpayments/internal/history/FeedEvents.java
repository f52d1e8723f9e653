package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.db.Subqueries.notExists;
import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.RewrittenPayments.REWRITTEN_PAYMENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.RecordStates;
import io.github.patientpayments.internal.db.RecordTables;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RowN;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The events of the feed as a relation, without their content: the creations, and the changes, each of which has ended
 * a version. Of an erased record only the id is left. The run of an erasure also has the payments that had moved away
 * from the patient, since copies may have what they were before.
 */
final class FeedEvents {

    static final String NAME = "events";
    static final Field<Long> RUN = column(NAME, DSL.field("run", SQLDataType.BIGINT));
    static final Field<Integer> PHASE = column(NAME, DSL.field("phase", SQLDataType.INTEGER));
    static final Field<Long> ID = column(NAME, DSL.field("id", SQLDataType.BIGINT));
    static final Field<Boolean> OF_ERASURE = column(NAME, DSL.field("of_erasure", SQLDataType.BOOLEAN));

    private static final RecordStates PAYMENTS_NOW = RecordTables.PAYMENTS.currentStates();
    private static final RecordStates PAYMENTS_BEFORE = RecordTables.PAYMENTS.formerStates();

    private static final List<FeedBranch> BRANCHES = List.of(
            new Creations(FeedPosition.PATIENT_UPSERTS, RecordTables.PATIENTS),
            upserts(FeedPosition.PATIENT_UPSERTS, RecordTables.PATIENTS),
            new Creations(FeedPosition.PAYMENT_UPSERTS, RecordTables.PAYMENTS),
            upserts(FeedPosition.PAYMENT_UPSERTS, RecordTables.PAYMENTS),
            rewritten(FeedPosition.PAYMENT_UPSERTS, PAYMENTS_NOW, PAYMENTS_NOW.live()),
            rewritten(FeedPosition.PAYMENT_UPSERTS, PAYMENTS_BEFORE, PAYMENTS_BEFORE.live()),
            deletions(FeedPosition.PAYMENT_DELETIONS, RecordTables.PAYMENTS),
            rewritten(FeedPosition.PAYMENT_DELETIONS, PAYMENTS_NOW, PAYMENTS_NOW.deleted()),
            rewritten(
                    FeedPosition.PAYMENT_DELETIONS,
                    PAYMENTS_BEFORE,
                    PAYMENTS_BEFORE.deleted().and(PAYMENT_VERSIONS.PATIENT_ID.isNotNull())),
            gone(),
            erased(FeedPosition.PAYMENT_DELETIONS, RecordType.PAYMENT),
            deletions(FeedPosition.PATIENT_DELETIONS, RecordTables.PATIENTS),
            erased(FeedPosition.PATIENT_DELETIONS, RecordType.PATIENT));

    private FeedEvents() {}

    /** The first events after a position, up to a run. */
    static Table<?> after(FeedPosition position, long lastRun, int limit) {
        Select<Record> candidates = BRANCHES.stream()
                .flatMap(branch -> branch.after(position, limit).stream())
                .reduce(Select::unionAll)
                .orElseThrow();
        return DSL.select(RUN, PHASE, ID, OF_ERASURE)
                .from(candidates.asTable(NAME))
                .where(RUN.le(inline(lastRun)))
                .orderBy(RUN, PHASE, ID)
                .limit(inline(limit))
                .asTable(NAME);
    }

    /** Given events, none of them of an erasure. */
    static Table<?> of(List<FeedPosition> events) {
        return DSL.values(events.stream().map(FeedEvents::row).toArray(RowN[]::new))
                .as(NAME, RUN.getName(), PHASE.getName(), ID.getName(), OF_ERASURE.getName());
    }

    private static RowN row(FeedPosition event) {
        return DSL.row(List.of(inline(event.run()), inline(event.phase()), inline(event.id()), inline(false)));
    }

    static Condition ofPatient() {
        return PHASE.in(inline(FeedPosition.PATIENT_UPSERTS), inline(FeedPosition.PATIENT_DELETIONS));
    }

    static Condition ofPayment() {
        return PHASE.in(inline(FeedPosition.PAYMENT_UPSERTS), inline(FeedPosition.PAYMENT_DELETIONS));
    }

    /** The columns of an event. */
    static List<Field<?>> columns(Field<Long> run, Field<Integer> phase, Field<Long> id, boolean ofErasure) {
        return List.of(
                run.as(RUN), phase.as(PHASE), id.as(ID), inline(ofErasure).as(OF_ERASURE));
    }

    private static FeedBranch upserts(int phase, RecordTables tables) {
        return changes(
                phase,
                tables,
                column(tables.versions(), PATIENT_VERSIONS.NEXT_DELETED).isFalse());
    }

    /** Not between two states that were an erased patient's, which both count as deleted. */
    private static FeedBranch deletions(int phase, RecordTables tables) {
        return changes(
                phase,
                tables,
                column(tables.versions(), PATIENT_VERSIONS.NEXT_DELETED)
                        .isTrue()
                        .and(column(tables.versions(), PATIENT_VERSIONS.DELETED).isFalse()));
    }

    private static FeedBranch changes(int phase, RecordTables tables, Condition which) {
        Table<?> versions = tables.versions();
        Field<Long> run = column(versions, PATIENT_VERSIONS.TO_RUN);
        return new Changes(
                phase,
                versions,
                run,
                tables.versionOf(),
                which,
                List.of(column(versions, PATIENT_VERSIONS.NEXT_DELETED), run, tables.versionOf()),
                false);
    }

    /**
     * Payments that had moved away from an erased patient, in the state in which they were at the erasure. Not an inner
     * join: H2 would begin with all versions.
     */
    private static FeedBranch rewritten(int phase, RecordStates states, Condition which) {
        Table<?> then = REWRITTEN_PAYMENTS
                .leftJoin(states.table())
                .on(
                        states.id().eq(REWRITTEN_PAYMENTS.PAYMENT_ID),
                        states.fromRun().le(REWRITTEN_PAYMENTS.RUN),
                        states.toRun().gt(REWRITTEN_PAYMENTS.RUN),
                        which);
        return ofRewritten(phase, then, states.id().isNotNull());
    }

    /** Such payments that were erased with another patient later, or whose tombstone was purged. */
    private static FeedBranch gone() {
        Select<?> record = selectOne().from(PAYMENTS).where(PAYMENTS.ID.eq(REWRITTEN_PAYMENTS.PAYMENT_ID));
        return ofRewritten(FeedPosition.PAYMENT_DELETIONS, REWRITTEN_PAYMENTS, notExists(record));
    }

    private static FeedBranch ofRewritten(int phase, Table<?> table, Condition which) {
        return new Changes(
                phase,
                table,
                REWRITTEN_PAYMENTS.RUN,
                REWRITTEN_PAYMENTS.PAYMENT_ID,
                which,
                List.of(REWRITTEN_PAYMENTS.RUN, REWRITTEN_PAYMENTS.PAYMENT_ID),
                true);
    }

    private static FeedBranch erased(int phase, RecordType type) {
        return new Changes(
                phase,
                ERASED_RECORDS,
                ERASED_RECORDS.RUN,
                ERASED_RECORDS.RECORD_ID,
                ERASED_RECORDS.RECORD_TYPE.eq(inline(type.name())),
                List.of(ERASED_RECORDS.RUN, ERASED_RECORDS.RECORD_TYPE, ERASED_RECORDS.RECORD_ID),
                true);
    }
}
