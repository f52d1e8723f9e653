package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.query.View.PAYMENT;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.extract;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.query.PeriodTotals.Length;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** The totals of payments by the months, quarters or years of their dates. Thread-safe. */
final class PeriodQueries {

    private static final int MONTHS = 12;
    private static final int QUARTERS = 4;
    private static final String DATED = "dated";

    /** The number of a period: periods are counted from the year 0. */
    private static final Field<@Nullable Integer> NUMBER = field(name(DATED, "period_no"), SQLDataType.INTEGER);

    private static final Field<Long> PAYER = column(DATED, PAYMENT.PATIENT_ID);
    private static final Field<BigDecimal> AMOUNT = column(DATED, PAYMENT.AMOUNT);

    private final Database database;
    private final View view;
    private final PatientQueries patients;

    PeriodQueries(Database database, View view, PatientQueries patients) {
        this.database = database;
        this.view = view;
        this.patients = patients;
    }

    /** One row for each period with a payment, the earliest first, and at the end that of payments without a date. */
    List<PeriodTotals> totals(PatientFilter filter, Length length) {
        return view.readWithSetJoins(
                database,
                dsl -> dsl.select(NUMBER, countDistinct(PAYER), count(), sum(AMOUNT), min(AMOUNT), max(AMOUNT))
                        .from(payments(filter, number(length)).asTable(DATED))
                        .groupBy(NUMBER)
                        .orderBy(NUMBER.asc().nullsLast())
                        .fetch(row -> period(
                                row.value1(),
                                months(length),
                                PaymentTotalsValue.of(
                                        row.value2(),
                                        row.value3(),
                                        Amounts.plain(row.value4()),
                                        row.value5(),
                                        row.value6()))));
    }

    private static Field<Integer> number(Length length) {
        Field<Integer> year = part(DatePart.YEAR);
        return switch (length) {
            case MONTH -> year.mul(inline(MONTHS)).plus(part(DatePart.MONTH)).minus(inline(1));
            case QUARTER ->
                year.mul(inline(QUARTERS)).plus(part(DatePart.QUARTER)).minus(inline(1));
            case YEAR -> year;
        };
    }

    private static Field<Integer> part(DatePart part) {
        return extract(PAYMENT.PAID_ON, part).cast(SQLDataType.INTEGER);
    }

    private Select<?> payments(PatientFilter filter, Field<Integer> number) {
        Table<?> payments = patients.matchesAll(filter)
                ? view.payments()
                : view.payments().join(patients.matching(filter)).on(PatientQueries.MATCHING_ID.eq(PAYMENT.PATIENT_ID));
        return select(number.as(NUMBER), PAYMENT.PATIENT_ID, PAYMENT.AMOUNT)
                .from(payments)
                .where(view.paymentIsLive(), DateRange.ofPayments(filter).contains(PAYMENT.PAID_ON));
    }

    private static PeriodTotals period(@Nullable Integer number, int months, PaymentTotals totals) {
        if (number == null) {
            return new PeriodTotalsValue(Optional.empty(), Optional.empty(), totals);
        }
        LocalDate from = LocalDate.of(0, 1, 1).plusMonths((long) number * months);
        return new PeriodTotalsValue(
                Optional.of(from), Optional.of(from.plusMonths(months).minusDays(1)), totals);
    }

    private static int months(Length length) {
        return switch (length) {
            case MONTH -> 1;
            case QUARTER -> MONTHS / QUARTERS;
            case YEAR -> MONTHS;
        };
    }
}
