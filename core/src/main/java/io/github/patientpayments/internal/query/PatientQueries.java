package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.query.View.PATIENT;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.github.patientpayments.Patient;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordRow;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.page.Cursor;
import io.github.patientpayments.internal.page.Pages;
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.internal.text.SearchKey;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentTotals;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Queries of patients. Thread-safe. */
final class PatientQueries {

    /** The id of a patient in {@link #matching}. */
    static final Field<Long> MATCHING_ID = column("matching", PATIENT.ID);

    private final Database database;
    private final View view;

    PatientQueries(Database database, View view) {
        this.database = database;
        this.view = view;
    }

    /** The first one identifies a patient. The keys may be those of an index, or of names, that no patient shows. */
    private static List<Field<?>> columns(TotalColumns totals, List<Field<?>> keys) {
        Set<Field<?>> columns = new LinkedHashSet<>(
                List.of(PATIENT.ID, PATIENT.CREATED, PATIENT.UPDATED, PATIENT.DELETED, PATIENT.EXTERNAL_ID));
        columns.addAll(RecordTables.PATIENTS.contentIn(PATIENT));
        columns.addAll(List.of(totals.total(), totals.count()));
        columns.addAll(keys);
        return List.copyOf(columns);
    }

    Optional<Patient> live(String externalId) {
        return StorableText.isId(externalId) ? live(PATIENT.EXTERNAL_ID.eq(externalId)) : Optional.empty();
    }

    Optional<Patient> live(long id) {
        return live(PATIENT.ID.eq(id));
    }

    private Optional<Patient> live(Condition condition) {
        PatientRows patients = view.patients(true, false, false, DateRange.ALL);
        return view.read(
                database,
                dsl -> dsl.select(columns(patients.totals(), List.of()))
                        .from(patients.complete())
                        .where(condition, patients.wanted())
                        .fetchOptional(record -> PatientValue.of(new RecordRow(record))));
    }

    Page<Patient> page(PatientFilter filter, PageRequest<PatientSort> request) {
        PatientSort sort = request.sort().orElseThrow();
        boolean byTotals = comparesTotals(filter) || sort == PatientSort.PAYMENT_TOTAL;
        DateRange paid = DateRange.ofPayments(filter);
        PatientRows patients = view.patients(
                comparesContent(filter) || sort == PatientSort.NAME, byTotals, filter.includesDeleted(), paid);
        List<Field<?>> keys = keys(sort, patients);
        Pages<Patient> pages = new Pages<>(
                patients.table(),
                patients.rest(),
                columns(patients.totals(), keys),
                patients.wanted().and(condition(filter, patients.totals())),
                keys,
                view.baseRun(),
                Cursor.digest(view.label(), parts(filter), sort, request.isDescending()),
                PatientValue::of);
        Function<DSLContext, Page<Patient>> query = dsl -> sort == PatientSort.NAME
                ? NameCursor.shortened(pages.read(dsl, NameCursor.resolved(dsl, request)))
                : pages.read(dsl, request);
        return byTotals && !paid.isAll()
                ? view.readWithSetJoins(database, query)
                : view.readPage(database, byTotals, !request.isCounted() && isRangeOf(sort, filter), query);
    }

    PaymentTotals totals(PatientFilter filter) {
        DateRange paid = DateRange.ofPayments(filter);
        return Optional.of(filter)
                .filter(this::matchesAll)
                .flatMap(all -> view.totalsOfAll(all.includesDeleted(), paid))
                .map(this::totalsOfAll)
                .orElseGet(() -> totals(filter, paid));
    }

    private PaymentTotals totalsOfAll(Select<Record5<Integer, Integer, BigDecimal, BigDecimal, BigDecimal>> query) {
        return view.readWithSetJoins(database, dsl -> {
            var row = dsl.fetchSingle(query);
            return PaymentTotalsValue.of(
                    row.value1(), row.value2(), Amounts.plain(orZero(row.value3())), row.value4(), row.value5());
        });
    }

    private PaymentTotals totals(PatientFilter filter, DateRange paid) {
        PatientRows patients = view.patients(comparesContent(filter), true, filter.includesDeleted(), paid);
        TotalColumns totals = patients.totals();
        Function<DSLContext, PaymentTotals> query = dsl -> dsl.select(
                        count(),
                        sum(totals.count()),
                        sum(totals.total()),
                        min(totals.smallest()),
                        max(totals.greatest()))
                .from(patients.table())
                .where(patients.wanted(), condition(filter, totals))
                .fetchSingle(row -> PaymentTotalsValue.of(
                        row.value1(),
                        orZero(row.value2()).longValueExact(),
                        Amounts.plain(orZero(row.value3())),
                        row.value4(),
                        row.value5()));
        return comparesContent(filter) || !paid.isAll()
                ? view.readWithSetJoins(database, query)
                : view.readPage(database, true, false, query);
    }

    /** The ids of the patients that match. */
    Table<?> matching(PatientFilter filter) {
        PatientRows rows = view.patients(
                comparesContent(filter),
                comparesTotals(filter),
                filter.includesDeleted(),
                DateRange.ofPayments(filter));
        return select(rows.id().as(MATCHING_ID))
                .from(rows.table())
                .where(rows.wanted(), condition(filter, rows.totals()))
                .asTable("matching");
    }

    /** Whether every patient with a live payment matches. */
    boolean matchesAll(PatientFilter filter) {
        return !comparesContent(filter) && !comparesTotals(filter);
    }

    private static BigDecimal orZero(@Nullable BigDecimal sum) {
        return sum == null ? BigDecimal.ZERO : sum;
    }

    private static List<Field<?>> keys(PatientSort sort, PatientRows patients) {
        return switch (sort) {
            case ID -> List.of(patients.id());
            case NAME -> List.of(PATIENT.LAST_NAME_KEY, PATIENT.FIRST_NAME_KEY, PATIENT.ID);
            case PAYMENT_TOTAL -> List.of(patients.totals().total(), patients.id());
        };
    }

    /** Whether the index of the sort has all patients of the filter next to each other. */
    private static boolean isRangeOf(PatientSort sort, PatientFilter filter) {
        boolean byTotal = filter.paymentTotalAtLeast().isPresent()
                || filter.paymentTotalAtMost().isPresent();
        boolean byCount = filter.paymentCountAtLeast().isPresent()
                || filter.paymentCountAtMost().isPresent();
        return !comparesContent(filter) && !byCount && (!byTotal || sort == PatientSort.PAYMENT_TOTAL);
    }

    private static Condition condition(PatientFilter filter, TotalColumns totals) {
        return noCondition()
                .and(filter.paymentTotalAtLeast().map(totals.total()::ge).orElse(noCondition()))
                .and(filter.paymentTotalAtMost().map(totals.total()::le).orElse(noCondition()))
                .and(atLeast(totals.count(), filter.paymentCountAtLeast()))
                .and(atMost(totals.count(), filter.paymentCountAtMost()))
                .and(filter.ids().map(PATIENT.ID::in).orElse(noCondition()))
                .and(filter.externalIds().map(PatientQueries::isOneOf).orElse(noCondition()))
                .and(DateRange.ofBirths(filter).contains(PATIENT.DATE_OF_BIRTH))
                .and(filter.nameStartsWith().map(PatientQueries::nameStartsWith).orElse(noCondition()));
    }

    private static Condition atLeast(Field<Long> count, OptionalLong bound) {
        return bound.isPresent() ? count.ge(bound.getAsLong()) : noCondition();
    }

    private static Condition atMost(Field<Long> count, OptionalLong bound) {
        return bound.isPresent() ? count.le(bound.getAsLong()) : noCondition();
    }

    private static Condition isOneOf(Set<String> externalIds) {
        return PATIENT.EXTERNAL_ID.in(valid(externalIds));
    }

    private static List<String> valid(Set<String> externalIds) {
        return externalIds.stream().filter(StorableText::isId).toList();
    }

    /** Whether the filter compares anything but totals. */
    private static boolean comparesContent(PatientFilter filter) {
        return filter.ids().isPresent()
                || filter.externalIds().isPresent()
                || filter.bornFrom().isPresent()
                || filter.bornUntil().isPresent()
                || filter.nameStartsWith().isPresent();
    }

    private static boolean comparesTotals(PatientFilter filter) {
        return filter.paymentTotalAtLeast().isPresent()
                || filter.paymentTotalAtMost().isPresent()
                || filter.paymentCountAtLeast().isPresent()
                || filter.paymentCountAtMost().isPresent();
    }

    private static Condition nameStartsWith(String prefix) {
        String folded = SearchKey.fold(prefix);
        if (!StorableText.is(prefix)) {
            return falseCondition();
        }
        if (folded.length() > SearchKey.MAX_LENGTH) {
            throw new IllegalArgumentException("Names are searched by " + SearchKey.MAX_LENGTH
                    + " characters, without accents and with ligatures written out, and the name prefix has "
                    + folded.length() + " in that form: use a shorter one");
        }
        String pattern = folded.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
        return PATIENT.LAST_NAME_KEY.like(pattern, '!').or(PATIENT.FIRST_NAME_KEY.like(pattern, '!'));
    }

    /**
     * An id may contain a comma, so each is preceded by its length. Ids that no record can have match nothing and are
     * left out.
     */
    private static List<String> lengthPrefixed(Set<String> externalIds) {
        return valid(externalIds).stream().map(id -> id.length() + ":" + id).toList();
    }

    /** All parts of a filter, for the digest of a query. */
    private static List<Object> parts(PatientFilter filter) {
        return List.of(
                "patients",
                filter.includesDeleted(),
                filter.ids(),
                filter.externalIds().map(PatientQueries::lengthPrefixed),
                filter.paymentTotalAtLeast(),
                filter.paymentTotalAtMost(),
                filter.paymentCountAtLeast(),
                filter.paymentCountAtMost(),
                filter.bornFrom(),
                filter.bornUntil(),
                filter.paidFrom(),
                filter.paidUntil(),
                filter.nameStartsWith());
    }
}
