package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.query.Moment.Y;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import io.github.patientpayments.Page;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentFilter;
import io.github.patientpayments.PaymentSort;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.history.Content;
import io.github.patientpayments.internal.text.StorableText;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** Questions about payments. Thread-safe. */
final class PaymentQuestions {

    private static final List<Field<?>> COLUMNS =
            List.of(Y.ID, Y.EXTERNAL_ID, Content.PATIENT_EXTERNAL_ID, Y.AMOUNT, Y.CREATED, Y.UPDATED, Y.DELETED);

    private final Database database;
    private final Moment moment;

    PaymentQuestions(Database database, Moment moment) {
        this.database = database;
        this.moment = moment;
    }

    Optional<Payment> live(String externalId) {
        if (!StorableText.is(externalId)) {
            return Optional.empty();
        }
        return moment.read(
                database,
                dsl -> dsl.select(COLUMNS)
                        .from(paymentsWithPatients())
                        .where(Y.EXTERNAL_ID.eq(externalId), moment.paymentIsLive())
                        .fetchOptional(PaymentRow::of));
    }

    Page<Payment> page(PaymentFilter filter, PageRequest<PaymentSort> request) {
        Pages<Payment> pages = new Pages<>(
                paymentsWithPatients(),
                COLUMNS,
                condition(filter),
                keys(request.sort()),
                moment.baseRun(),
                Cursor.digest(moment.label(), parts(filter), request.sort(), request.isDescending()),
                PaymentRow::of);
        return moment.read(database, dsl -> pages.read(dsl, request));
    }

    /** A payment's patient may have changed since, but not the patient's external id. */
    private Table<?> paymentsWithPatients() {
        return moment.payments().join(PATIENTS).on(PATIENTS.ID.eq(Y.PATIENT_ID));
    }

    private static List<Field<?>> keys(PaymentSort sort) {
        return switch (sort) {
            case ID -> List.of(Y.ID);
            case AMOUNT -> List.of(Y.AMOUNT, Y.ID);
        };
    }

    private Condition condition(PaymentFilter filter) {
        return noCondition()
                .and(filter.includesDeleted() ? noCondition() : moment.paymentIsLive())
                .and(filter.patientExternalId().map(PaymentQuestions::ofPatient).orElse(noCondition()))
                .and(filter.amountAtLeast().map(Y.AMOUNT::ge).orElse(noCondition()))
                .and(filter.amountAtMost().map(Y.AMOUNT::le).orElse(noCondition()));
    }

    private static Condition ofPatient(String externalId) {
        return StorableText.is(externalId) ? PATIENTS.EXTERNAL_ID.eq(externalId) : falseCondition();
    }

    /** Every part of a filter, for the digest of a question. */
    private static List<Object> parts(PaymentFilter filter) {
        return List.of(
                "payments",
                filter.includesDeleted(),
                filter.patientExternalId(),
                filter.amountAtLeast(),
                filter.amountAtMost());
    }
}
