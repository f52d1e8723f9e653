package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.query.View.PAYMENT;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.Payment;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordRow;
import io.github.patientpayments.internal.history.RecordContent;
import io.github.patientpayments.internal.page.Cursor;
import io.github.patientpayments.internal.page.Pages;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** Queries of payments. Thread-safe. */
final class PaymentQueries {

    private static final List<Field<?>> COLUMNS = List.of(
            PAYMENT.ID,
            PAYMENT.EXTERNAL_ID,
            PAYMENT.PATIENT_ID,
            RecordContent.PATIENT_EXTERNAL_ID,
            PAYMENT.AMOUNT,
            PAYMENT.PAID_ON,
            PAYMENT.CREATED,
            PAYMENT.UPDATED,
            PAYMENT.DELETED);

    /** Before all dates that are stored. */
    private static final Field<LocalDate> NO_DATE = inline(LocalDate.of(1, 1, 1), PAYMENT.PAID_ON);

    private static final Field<LocalDate> PAID_OR_NOT =
            field(name(PAYMENT.getName(), "paid_or_not"), PAYMENT.PAID_ON.getDataType());

    private final Database database;
    private final View view;

    PaymentQueries(Database database, View view) {
        this.database = database;
        this.view = view;
    }

    Optional<Payment> live(String externalId) {
        return StorableText.isId(externalId) ? live(PAYMENT.EXTERNAL_ID.eq(externalId)) : Optional.empty();
    }

    Optional<Payment> live(long id) {
        return live(PAYMENT.ID.eq(id));
    }

    private Optional<Payment> live(Condition condition) {
        return view.read(
                database,
                dsl -> dsl.select(COLUMNS)
                        .from(withPatients(view.payments()))
                        .where(condition, view.paymentIsLive())
                        .fetchOptional(record -> PaymentValue.of(new RecordRow(record))));
    }

    Page<Payment> page(PaymentFilter filter, PageRequest<PaymentSort> request) {
        PaymentSort sort = request.sort().orElseThrow();
        boolean sortsUndated = sort == PaymentSort.PAID_ON && !comparesDates(filter);
        List<Field<?>> keys = keys(sort, sortsUndated ? PAID_OR_NOT : PAYMENT.PAID_ON);
        Set<Field<?>> columns = new LinkedHashSet<>(COLUMNS);
        columns.addAll(keys);
        Pages<Payment> pages = new Pages<>(
                withPatients(sortsUndated ? withKeyOfUndated() : view.payments()),
                null,
                List.copyOf(columns),
                condition(filter),
                keys,
                view.baseRun(),
                Cursor.digest(view.label(), parts(filter), sort, request.isDescending()),
                PaymentValue::of);
        return view.readPage(
                database, false, !request.isCounted() && isRangeOf(sort, filter), dsl -> pages.read(dsl, request));
    }

    /** Joins the current patients: an external id never changes, so it is right for every view. */
    private static Table<?> withPatients(Table<?> payments) {
        return payments.join(PATIENTS).on(PATIENTS.ID.eq(PAYMENT.PATIENT_ID));
    }

    /** A key of the order must not be null. */
    private Table<?> withKeyOfUndated() {
        return select(asterisk(), coalesce(PAYMENT.PAID_ON, NO_DATE).as(PAID_OR_NOT))
                .from(view.payments())
                .asTable(PAYMENT);
    }

    private static List<Field<?>> keys(PaymentSort sort, Field<LocalDate> date) {
        return switch (sort) {
            case ID -> List.of(PAYMENT.ID);
            case AMOUNT -> List.of(PAYMENT.AMOUNT, PAYMENT.ID);
            case PAID_ON -> List.of(date, PAYMENT.ID);
        };
    }

    /** Whether the index of the sort has all payments of the filter next to each other. Amounts have no index. */
    private static boolean isRangeOf(PaymentSort sort, PaymentFilter filter) {
        return sort == (comparesDates(filter) ? PaymentSort.PAID_ON : PaymentSort.ID)
                && filter.patientExternalId().isEmpty()
                && filter.amountAtLeast().isEmpty()
                && filter.amountAtMost().isEmpty();
    }

    private static boolean comparesDates(PaymentFilter filter) {
        return !DateRange.ofPayments(filter).isAll();
    }

    private Condition condition(PaymentFilter filter) {
        return noCondition()
                .and(filter.includesDeleted() ? noCondition() : view.paymentIsLive())
                .and(filter.patientExternalId().map(PaymentQueries::ofPatient).orElse(noCondition()))
                .and(filter.amountAtLeast().map(PAYMENT.AMOUNT::ge).orElse(noCondition()))
                .and(filter.amountAtMost().map(PAYMENT.AMOUNT::le).orElse(noCondition()))
                .and(DateRange.ofPayments(filter).contains(PAYMENT.PAID_ON));
    }

    private static Condition ofPatient(String externalId) {
        return StorableText.isId(externalId) ? PATIENTS.EXTERNAL_ID.eq(externalId) : falseCondition();
    }

    /** All parts of a filter, for the digest of a query. */
    private static List<Object> parts(PaymentFilter filter) {
        return List.of(
                "payments",
                filter.includesDeleted(),
                filter.patientExternalId(),
                filter.amountAtLeast(),
                filter.amountAtMost(),
                filter.paidFrom(),
                filter.paidUntil());
    }
}
