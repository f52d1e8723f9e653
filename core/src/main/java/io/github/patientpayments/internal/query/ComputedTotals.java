package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.query.View.PATIENT;
import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.util.List;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;

/**
 * The totals of patients that are not stored, but computed from payments: those of the past, and those of a period.
 *
 * @param payments the payments that count, with the columns {@code patient_id} and {@code amount}
 */
record ComputedTotals(Select<?> payments) {

    /** As columns of the patients. */
    static final TotalColumns COLUMNS = new TotalColumns(
            column(PATIENT.getName(), PATIENT_TOTALS.PAYMENT_TOTAL),
            column(PATIENT.getName(), PATIENT_TOTALS.PAYMENT_COUNT),
            column(PATIENT.getName(), PATIENT_TOTALS.SMALLEST_AMOUNT),
            column(PATIENT.getName(), PATIENT_TOTALS.GREATEST_AMOUNT));

    private static final String PAID = "paid";
    private static final String SUMS = "sums";
    private static final Field<Long> PAYER = column(PAID, PAYMENTS.PATIENT_ID);
    private static final Field<BigDecimal> AMOUNT = column(PAID, PAYMENTS.AMOUNT);
    private static final Field<BigDecimal> TOTAL =
            coalesce(sum(AMOUNT), inline(BigDecimal.ZERO)).cast(PATIENT_TOTALS.PAYMENT_TOTAL);
    private static final Field<Long> COUNT = count().cast(PATIENT_TOTALS.PAYMENT_COUNT);

    /**
     * Adds the totals to patients.
     *
     * @param grouped for many patients, groups all payments at once, and has all columns; for a few patients, looks up
     *     the payments of each, and has the total and the number
     * @param patients the patients
     * @param id the id of a patient
     * @param select selects columns of the totals, besides others, from a table with the patients
     */
    Table<?> addedTo(Table<?> patients, Field<Long> id, boolean grouped, Selection select) {
        if (!grouped) {
            return select.of(
                            patients,
                            List.of(
                                    lookedUp(TOTAL, id).as(PATIENT_TOTALS.PAYMENT_TOTAL),
                                    lookedUp(COUNT, id).as(PATIENT_TOTALS.PAYMENT_COUNT)))
                    .asTable(PATIENT);
        }
        Field<BigDecimal> total = column(SUMS, PATIENT_TOTALS.PAYMENT_TOTAL);
        Field<Long> number = column(SUMS, PATIENT_TOTALS.PAYMENT_COUNT);
        return select.of(
                        patients.leftJoin(sums())
                                .on(column(SUMS, PAYMENTS.PATIENT_ID).eq(id)),
                        List.of(
                                coalesce(total, inline(BigDecimal.ZERO))
                                        .cast(PATIENT_TOTALS.PAYMENT_TOTAL)
                                        .as(PATIENT_TOTALS.PAYMENT_TOTAL),
                                coalesce(number, inline(0L)).as(PATIENT_TOTALS.PAYMENT_COUNT),
                                column(SUMS, PATIENT_TOTALS.SMALLEST_AMOUNT),
                                column(SUMS, PATIENT_TOTALS.GREATEST_AMOUNT)))
                .asTable(PATIENT);
    }

    private <V> Field<V> lookedUp(Field<V> total, Field<Long> id) {
        return field(select(total).from(payments.asTable(PAID)).where(PAYER.eq(id)));
    }

    private Table<?> sums() {
        return select(
                        PAYER,
                        TOTAL.as(PATIENT_TOTALS.PAYMENT_TOTAL),
                        COUNT.as(PATIENT_TOTALS.PAYMENT_COUNT),
                        min(AMOUNT).as(PATIENT_TOTALS.SMALLEST_AMOUNT),
                        max(AMOUNT).as(PATIENT_TOTALS.GREATEST_AMOUNT))
                .from(payments.asTable(PAID))
                .groupBy(PAYER)
                .asTable(SUMS);
    }

    /** Selects patients with their totals. */
    @FunctionalInterface
    interface Selection {
        Select<?> of(Table<?> patients, List<Field<?>> totals);
    }
}
