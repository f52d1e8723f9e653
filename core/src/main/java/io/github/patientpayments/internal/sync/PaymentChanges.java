package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Run;
import java.math.BigDecimal;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** Does to the payments of the mirror, and to their patients' totals, what the diff says. Every statement works on a set. */
final class PaymentChanges {

    private final Transaction transaction;
    private final DSLContext dsl;
    private final Run run;
    private final SetCounter tally;
    private final Field<Instant> now;

    PaymentChanges(Transaction transaction, Run run, SetCounter tally) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.run = run;
        this.tally = tally;
        this.now = val(run.time(), PAYMENTS.UPDATED);
    }

    /** Does what the diff says. */
    void apply() {
        if (tally.of(DiffAction.UPDATE) + tally.of(DiffAction.RESTORE) + tally.of(DiffAction.RETURN) > 0) {
            keepVersions(DiffAction.UPDATE, DiffAction.RESTORE, DiffAction.RETURN);
            writeChanged();
        }
        if (tally.of(DiffAction.INSERT) > 0) {
            insertNew();
        }
        if (tally.gone() > 0) {
            keepVersions(DiffAction.DELETE, DiffAction.CASCADE, DiffAction.SUPPRESS);
            delete();
        }
        if (tally.counts().isChanged()) {
            moveTotals();
        }
    }

    /** A join, not IN: H2 would read the list again for every payment. */
    private void keepVersions(DiffAction... kinds) {
        dsl.insertInto(
                        PAYMENT_VERSIONS,
                        PAYMENT_VERSIONS.PAYMENT_ID,
                        PAYMENT_VERSIONS.FROM_RUN,
                        PAYMENT_VERSIONS.TO_RUN,
                        PAYMENT_VERSIONS.DELETED,
                        PAYMENT_VERSIONS.PATIENT_ID,
                        PAYMENT_VERSIONS.AMOUNT)
                .select(select(
                                PAYMENTS.ID,
                                PAYMENTS.CHANGED_RUN,
                                inline(run.number()),
                                field(PAYMENTS.DELETED.isNotNull()),
                                PAYMENTS.PATIENT_ID,
                                PAYMENTS.AMOUNT)
                        .from(PAYMENT_DIFF)
                        .join(PAYMENTS)
                        .on(PAYMENTS.ID.eq(PAYMENT_DIFF.ID))
                        .where(DiffAction.in(PAYMENT_DIFF.KIND, kinds)))
                .execute();
    }

    private void writeChanged() {
        dsl.mergeInto(PAYMENTS)
                .using(PAYMENT_DIFF)
                .on(
                        PAYMENTS.ID.eq(PAYMENT_DIFF.ID),
                        DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE, DiffAction.RESTORE, DiffAction.RETURN))
                .whenMatchedThenUpdate()
                .set(PAYMENTS.UPDATED, now)
                .setNull(PAYMENTS.DELETED)
                .set(PAYMENTS.CASCADED, false)
                .set(PAYMENTS.CHANGED_RUN, run.number())
                .set(PAYMENTS.PATIENT_ID, PAYMENT_DIFF.PATIENT_ID)
                .set(PAYMENTS.AMOUNT, PAYMENT_DIFF.AMOUNT)
                .execute();
    }

    private void insertNew() {
        long lastId = transaction.state().getLastPaymentId();
        dsl.insertInto(
                        PAYMENTS,
                        PAYMENTS.ID,
                        PAYMENTS.CREATED,
                        PAYMENTS.UPDATED,
                        PAYMENTS.CHANGED_RUN,
                        PAYMENTS.EXTERNAL_ID,
                        PAYMENTS.PATIENT_ID,
                        PAYMENTS.AMOUNT,
                        PAYMENTS.CASCADED)
                .select(select(
                                inline(lastId).plus(rowNumber().over().orderBy(PAYMENT_DIFF.RECORD_NO)),
                                now,
                                now,
                                inline(run.number()),
                                PAYMENT_DIFF.EXTERNAL_ID,
                                PAYMENT_DIFF.PATIENT_ID,
                                PAYMENT_DIFF.AMOUNT,
                                inline(false))
                        .from(PAYMENT_DIFF)
                        .where(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.INSERT)))
                .execute();
        transaction.state().setLastPaymentId(lastId + tally.of(DiffAction.INSERT));
    }

    private void delete() {
        dsl.mergeInto(PAYMENTS)
                .using(PAYMENT_DIFF)
                .on(
                        PAYMENTS.ID.eq(PAYMENT_DIFF.ID),
                        DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.DELETE, DiffAction.CASCADE, DiffAction.SUPPRESS))
                .whenMatchedThenUpdate()
                .set(PAYMENTS.UPDATED, now)
                .set(PAYMENTS.DELETED, now)
                .set(PAYMENTS.CASCADED, field(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.CASCADE)))
                .set(PAYMENTS.CHANGED_RUN, run.number())
                .execute();
    }

    /** Adds to each patient's total what came and takes off what went: at 10 million payments, all else is too slow. */
    private void moveTotals() {
        Field<Long> patientId = PAYMENT_DIFF.PATIENT_ID.as("of_patient");
        Field<BigDecimal> amount = PAYMENT_DIFF.AMOUNT.as("moved_amount");
        Field<Integer> payments = inline(1).as("moved_payments");
        Table<?> moves = select(patientId, amount, payments)
                .from(PAYMENT_DIFF)
                .where(DiffAction.in(
                        PAYMENT_DIFF.KIND, DiffAction.INSERT, DiffAction.UPDATE, DiffAction.RESTORE, DiffAction.RETURN))
                .unionAll(select(PAYMENT_DIFF.OLD_PATIENT_ID, PAYMENT_DIFF.OLD_AMOUNT.neg(), inline(-1))
                        .from(PAYMENT_DIFF)
                        .where(PAYMENT_DIFF.OLD_PATIENT_ID.isNotNull()))
                .asTable("moves");
        Field<BigDecimal> sum = sum(column(moves, amount)).as("moved_sum");
        Field<BigDecimal> count = sum(column(moves, payments)).as("moved_count");
        Table<?> sums = select(column(moves, patientId), sum, count)
                .from(moves)
                .groupBy(column(moves, patientId))
                .having(sum(column(moves, amount))
                        .ne(inline(BigDecimal.ZERO))
                        .or(sum(column(moves, payments)).ne(inline(BigDecimal.ZERO))))
                .asTable("sums");
        dsl.mergeInto(PATIENTS)
                .using(sums)
                .on(PATIENTS.ID.eq(column(sums, patientId)))
                .whenMatchedThenUpdate()
                .set(PATIENTS.PAYMENT_TOTAL, PATIENTS.PAYMENT_TOTAL.plus(column(sums, sum)))
                .set(PATIENTS.PAYMENT_COUNT, PATIENTS.PAYMENT_COUNT.plus(column(sums, count)))
                .execute();
    }
}
