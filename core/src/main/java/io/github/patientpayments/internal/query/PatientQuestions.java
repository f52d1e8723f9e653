package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.trueCondition;

import io.github.patientpayments.Page;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientFilter;
import io.github.patientpayments.PatientSort;
import io.github.patientpayments.PaymentTotals;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.text.SearchKey;
import io.github.patientpayments.internal.text.StorableText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Questions about patients. Thread-safe. */
public final class PatientQuestions {

    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    private final Database database;

    public PatientQuestions(Database database) {
        this.database = database;
    }

    public Optional<Patient> live(String externalId) {
        if (!StorableText.is(externalId)) {
            return Optional.empty();
        }
        return database.read(dsl -> dsl.selectFrom(PATIENTS)
                .where(PATIENTS.EXTERNAL_ID.eq(externalId), PATIENTS.DELETED.isNull())
                .fetchOptional(PatientRow::of));
    }

    public Page<Patient> page(PatientFilter filter, PageRequest<PatientSort> request) {
        Pages<Patient> pages = new Pages<>(
                PATIENTS,
                List.of(PATIENTS.fields()),
                condition(filter),
                keys(request.sort()),
                Cursor.digest(parts(filter), request.sort(), request.isDescending()),
                PatientRow::of);
        return database.read(dsl -> pages.read(dsl, request));
    }

    public PaymentTotals totals(PatientFilter filter) {
        Condition condition = condition(filter);
        Field<BigDecimal> smallest = min(PAYMENTS.AMOUNT).as("smallest");
        Field<BigDecimal> greatest = max(PAYMENTS.AMOUNT).as("greatest");
        Table<?> extremes = select(smallest, greatest)
                .from(PAYMENTS)
                .join(PATIENTS)
                .on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID))
                .where(PAYMENTS.DELETED.isNull(), condition)
                .asTable("extremes");
        Table<?> sums = select(count(), sum(PATIENTS.PAYMENT_COUNT), sum(PATIENTS.PAYMENT_TOTAL))
                .from(PATIENTS)
                .where(condition)
                .asTable("sums", "people", "payments", "money");
        return database.read(dsl -> dsl.select(sums.fields())
                .select(extremes.fields())
                .from(sums)
                .join(extremes)
                .on(trueCondition())
                .fetchSingle(row -> new Totals(
                        row.get("people", Long.class),
                        orZero(row.get("payments", BigDecimal.class)).longValueExact(),
                        Amounts.plain(orZero(row.get("money", BigDecimal.class))),
                        row.get("smallest", BigDecimal.class),
                        row.get("greatest", BigDecimal.class))));
    }

    private static BigDecimal orZero(@Nullable BigDecimal sum) {
        return sum == null ? BigDecimal.ZERO : sum;
    }

    private static List<Field<?>> keys(PatientSort sort) {
        return switch (sort) {
            case ID -> List.of(PATIENTS.ID);
            case NAME -> List.of(PATIENTS.LAST_NAME_KEY, PATIENTS.FIRST_NAME_KEY, PATIENTS.ID);
            case PAYMENT_TOTAL -> List.of(PATIENTS.PAYMENT_TOTAL, PATIENTS.ID);
        };
    }

    private static Condition condition(PatientFilter filter) {
        return noCondition()
                .and(filter.includesDeleted() ? noCondition() : PATIENTS.DELETED.isNull())
                .and(filter.paymentTotalAtLeast()
                        .map(PATIENTS.PAYMENT_TOTAL::ge)
                        .orElse(noCondition()))
                .and(filter.paymentTotalAtMost().map(PATIENTS.PAYMENT_TOTAL::le).orElse(noCondition()))
                .and(filter.paymentCountAtLeast()
                        .map(PATIENTS.PAYMENT_COUNT::ge)
                        .orElse(noCondition()))
                .and(filter.paymentCountAtMost().map(PATIENTS.PAYMENT_COUNT::le).orElse(noCondition()))
                .and(filter.bornFrom()
                        .map(PatientQuestions::storable)
                        .map(PATIENTS.DATE_OF_BIRTH::ge)
                        .orElse(noCondition()))
                .and(filter.bornUntil()
                        .map(PatientQuestions::storable)
                        .map(PATIENTS.DATE_OF_BIRTH::le)
                        .orElse(noCondition()))
                .and(filter.nameStartsWith()
                        .map(PatientQuestions::nameStartsWith)
                        .orElse(noCondition()));
    }

    /** A bound beyond every birth date, near enough for every database. */
    private static LocalDate storable(LocalDate bound) {
        LocalDate notBefore = bound.isBefore(EARLIEST) ? EARLIEST : bound;
        return notBefore.isAfter(LATEST) ? LATEST : notBefore;
    }

    private static Condition nameStartsWith(String prefix) {
        String folded = SearchKey.fold(prefix);
        if (folded.isEmpty() || !StorableText.is(prefix) || folded.length() > SearchKey.MAX_LENGTH) {
            return falseCondition();
        }
        String pattern = folded.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        return PATIENTS.LAST_NAME_KEY.like(pattern, '!').or(PATIENTS.FIRST_NAME_KEY.like(pattern, '!'));
    }

    /** Every part of a filter, for the digest of a question. */
    private static List<Object> parts(PatientFilter filter) {
        return List.of(
                "patients",
                filter.includesDeleted(),
                filter.paymentTotalAtLeast(),
                filter.paymentTotalAtMost(),
                filter.paymentCountAtLeast(),
                filter.paymentCountAtMost(),
                filter.bornFrom(),
                filter.bornUntil(),
                filter.nameStartsWith());
    }
}
