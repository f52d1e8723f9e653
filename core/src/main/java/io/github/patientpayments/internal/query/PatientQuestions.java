package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.query.Moment.P;
import static io.github.patientpayments.internal.query.Moment.Y;
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
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.internal.text.SearchKey;
import io.github.patientpayments.internal.text.StorableText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Questions about patients. Thread-safe. */
final class PatientQuestions {

    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    private static final List<Field<?>> COLUMNS = List.of(
            P.ID,
            P.CREATED,
            P.UPDATED,
            P.DELETED,
            P.EXTERNAL_ID,
            P.FIRST_NAME,
            P.LAST_NAME,
            P.MIDDLE_NAME,
            P.DATE_OF_BIRTH,
            P.FIRST_NAME_KEY,
            P.LAST_NAME_KEY,
            P.PAYMENT_TOTAL,
            P.PAYMENT_COUNT);

    private final Database database;
    private final Moment moment;

    PatientQuestions(Database database, Moment moment) {
        this.database = database;
        this.moment = moment;
    }

    Optional<Patient> live(String externalId) {
        if (!StorableText.is(externalId)) {
            return Optional.empty();
        }
        return moment.read(
                database,
                dsl -> dsl.select(COLUMNS)
                        .from(moment.patients(false))
                        .where(P.EXTERNAL_ID.eq(externalId), moment.patientIsLive())
                        .fetchOptional(PatientRow::of));
    }

    Page<Patient> page(PatientFilter filter, PageRequest<PatientSort> request) {
        Pages<Patient> pages = new Pages<>(
                moment.patients(comparesTotals(filter) || request.sort() == PatientSort.PAYMENT_TOTAL),
                COLUMNS,
                condition(filter),
                keys(request.sort()),
                moment.baseRun(),
                Cursor.digest(moment.label(), parts(filter), request.sort(), request.isDescending()),
                PatientRow::of);
        return moment.read(database, dsl -> pages.read(dsl, request));
    }

    PaymentTotals totals(PatientFilter filter) {
        Condition condition = condition(filter);
        Table<?> patients = moment.patients(true);
        Field<BigDecimal> smallest = min(Y.AMOUNT).as("smallest");
        Field<BigDecimal> greatest = max(Y.AMOUNT).as("greatest");
        Table<?> extremes = select(smallest, greatest)
                .from(moment.payments())
                .join(comparesTotals(filter) ? patients : moment.patients(false))
                .on(P.ID.eq(Y.PATIENT_ID))
                .where(moment.paymentIsLive(), condition)
                .asTable("extremes");
        Table<?> sums = select(count(), sum(P.PAYMENT_COUNT), sum(P.PAYMENT_TOTAL))
                .from(patients)
                .where(condition)
                .asTable("sums", "people", "payments", "money");
        return moment.readBySets(
                database,
                dsl -> dsl.select(sums.fields())
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
            case ID -> List.of(P.ID);
            case NAME -> List.of(P.LAST_NAME_KEY, P.FIRST_NAME_KEY, P.ID);
            case PAYMENT_TOTAL -> List.of(P.PAYMENT_TOTAL, P.ID);
        };
    }

    private Condition condition(PatientFilter filter) {
        return noCondition()
                .and(filter.includesDeleted() ? noCondition() : moment.patientIsLive())
                .and(filter.externalIds().map(PatientQuestions::isOneOf).orElse(noCondition()))
                .and(filter.paymentTotalAtLeast().map(P.PAYMENT_TOTAL::ge).orElse(noCondition()))
                .and(filter.paymentTotalAtMost().map(P.PAYMENT_TOTAL::le).orElse(noCondition()))
                .and(filter.paymentCountAtLeast().map(P.PAYMENT_COUNT::ge).orElse(noCondition()))
                .and(filter.paymentCountAtMost().map(P.PAYMENT_COUNT::le).orElse(noCondition()))
                .and(filter.bornFrom()
                        .map(PatientQuestions::storable)
                        .map(P.DATE_OF_BIRTH::ge)
                        .orElse(noCondition()))
                .and(filter.bornUntil()
                        .map(PatientQuestions::storable)
                        .map(P.DATE_OF_BIRTH::le)
                        .orElse(noCondition()))
                .and(filter.nameStartsWith()
                        .map(PatientQuestions::nameStartsWith)
                        .orElse(noCondition()));
    }

    private static Condition isOneOf(Set<String> externalIds) {
        return P.EXTERNAL_ID.in(storable(externalIds));
    }

    private static List<String> storable(Set<String> externalIds) {
        return externalIds.stream().filter(StorableText::is).toList();
    }

    private static boolean comparesTotals(PatientFilter filter) {
        return filter.paymentTotalAtLeast().isPresent()
                || filter.paymentTotalAtMost().isPresent()
                || filter.paymentCountAtLeast().isPresent()
                || filter.paymentCountAtMost().isPresent();
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
        return P.LAST_NAME_KEY.like(pattern, '!').or(P.FIRST_NAME_KEY.like(pattern, '!'));
    }

    /** A comma may stand in an id: with its length before it, none runs into the next. Others make no difference. */
    private static List<String> toTheLetter(Set<String> externalIds) {
        return storable(externalIds).stream().map(id -> id.length() + ":" + id).toList();
    }

    /** Every part of a filter, for the digest of a question. */
    private static List<Object> parts(PatientFilter filter) {
        return List.of(
                "patients",
                filter.includesDeleted(),
                filter.externalIds().map(PatientQuestions::toTheLetter),
                filter.paymentTotalAtLeast(),
                filter.paymentTotalAtMost(),
                filter.paymentCountAtLeast(),
                filter.paymentCountAtMost(),
                filter.bornFrom(),
                filter.bornUntil(),
                filter.nameStartsWith());
    }
}
