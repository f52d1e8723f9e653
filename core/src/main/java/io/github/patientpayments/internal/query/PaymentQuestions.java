package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import io.github.patientpayments.Page;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentFilter;
import io.github.patientpayments.PaymentSort;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.text.StorableText;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Questions about payments. Thread-safe. */
public final class PaymentQuestions {

    private static final Table<Record> PAYMENTS_AND_PATIENTS =
            PAYMENTS.join(PATIENTS).on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID));
    private static final List<Field<?>> COLUMNS = List.of(
            PAYMENTS.ID,
            PAYMENTS.EXTERNAL_ID,
            PaymentRow.PATIENT_EXTERNAL_ID,
            PAYMENTS.AMOUNT,
            PAYMENTS.CREATED,
            PAYMENTS.UPDATED,
            PAYMENTS.DELETED);

    private final Database database;

    public PaymentQuestions(Database database) {
        this.database = database;
    }

    public Optional<Payment> live(String externalId) {
        if (!StorableText.is(externalId)) {
            return Optional.empty();
        }
        return database.read(dsl -> dsl.select(COLUMNS)
                .from(PAYMENTS_AND_PATIENTS)
                .where(PAYMENTS.EXTERNAL_ID.eq(externalId), PAYMENTS.DELETED.isNull())
                .fetchOptional(PaymentRow::of));
    }

    public Page<Payment> page(PaymentFilter filter, PageRequest<PaymentSort> request) {
        Pages<Payment> pages = new Pages<>(
                PAYMENTS_AND_PATIENTS,
                COLUMNS,
                condition(filter),
                keys(request.sort()),
                Cursor.digest(parts(filter), request.sort(), request.isDescending()),
                PaymentRow::of);
        return database.read(dsl -> pages.read(dsl, request));
    }

    private static List<Field<?>> keys(PaymentSort sort) {
        return switch (sort) {
            case ID -> List.of(PAYMENTS.ID);
            case AMOUNT -> List.of(PAYMENTS.AMOUNT, PAYMENTS.ID);
        };
    }

    private static Condition condition(PaymentFilter filter) {
        return noCondition()
                .and(filter.includesDeleted() ? noCondition() : PAYMENTS.DELETED.isNull())
                .and(filter.patientExternalId().map(PaymentQuestions::ofPatient).orElse(noCondition()))
                .and(filter.amountAtLeast().map(PAYMENTS.AMOUNT::ge).orElse(noCondition()))
                .and(filter.amountAtMost().map(PAYMENTS.AMOUNT::le).orElse(noCondition()));
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
