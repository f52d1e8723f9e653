package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.page.Rest;
import io.github.patientpayments.jooq.internal.tables.PatientTotals;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** The current mirror: the tables themselves. */
enum CurrentView implements View {
    CURRENT;

    private static final PatientTotals TOTALS = PATIENT_TOTALS.as("totals");

    /** With exactly the types of the columns, so that PostgreSQL merges deleted patients into the index of totals. */
    private static final Field<BigDecimal> NO_MONEY = inline(BigDecimal.ZERO).cast(PATIENT_TOTALS.PAYMENT_TOTAL);

    private static final Field<Long> NO_PAYMENTS = inline(0L).cast(PATIENT_TOTALS.PAYMENT_COUNT);

    private static final Field<BigDecimal> NO_AMOUNT = castNull(PATIENT_TOTALS.SMALLEST_AMOUNT);

    private static final TotalColumns COLUMNS = new TotalColumns(
            TOTALS.PAYMENT_TOTAL, TOTALS.PAYMENT_COUNT, TOTALS.SMALLEST_AMOUNT, TOTALS.GREATEST_AMOUNT);

    /** Only the tables that are compared: what is in the other is looked up for the rows of a page. */
    @Override
    public PatientRows patients(boolean byContent, boolean byTotals, boolean withDeleted, DateRange paid) {
        Condition wanted = withDeleted ? noCondition() : PATIENT.DELETED.isNull();
        if (!paid.isAll()) {
            return new PatientRows(
                    patientsWithTotalsOf(paid, byTotals), PATIENT.ID, wanted, ComputedTotals.COLUMNS, null);
        }
        if (!byTotals) {
            return new PatientRows(
                    PATIENT, PATIENT.ID, wanted, COLUMNS, new Rest(TOTALS, TOTALS.PATIENT_ID, PATIENT.ID));
        }
        Table<?> totals = withDeleted ? totalsWithDeleted() : TOTALS;
        return byContent
                ? new PatientRows(
                        totals.join(PATIENT).on(PATIENT.ID.eq(TOTALS.PATIENT_ID)),
                        TOTALS.PATIENT_ID,
                        wanted,
                        COLUMNS,
                        null)
                : new PatientRows(
                        totals,
                        TOTALS.PATIENT_ID,
                        noCondition(),
                        COLUMNS,
                        new Rest(PATIENT, PATIENT.ID, TOTALS.PATIENT_ID));
    }

    /** What is stored covers all time. */
    private static Table<?> patientsWithTotalsOf(DateRange paid, boolean grouped) {
        ComputedTotals totals = new ComputedTotals(select(PAYMENTS.PATIENT_ID, PAYMENTS.AMOUNT)
                .from(PAYMENTS)
                .where(PAYMENTS.DELETED.isNull(), paid.contains(PAYMENTS.PAID_ON)));
        return totals.addedTo(
                PATIENTS,
                PATIENTS.ID,
                grouped,
                (patients, more) -> select(PATIENTS.fields()).select(more).from(patients));
    }

    /** Deleted patients have no row, and no payments. */
    private static Table<?> totalsWithDeleted() {
        return select(PATIENT_TOTALS.fields())
                .from(PATIENT_TOTALS)
                .unionAll(select(PATIENTS.ID, NO_MONEY, NO_PAYMENTS, NO_AMOUNT, NO_AMOUNT)
                        .from(PATIENTS)
                        .where(PATIENTS.DELETED.isNotNull()))
                .asTable(TOTALS);
    }

    @Override
    public Table<?> payments() {
        return PAYMENT;
    }

    @Override
    public Condition paymentIsLive() {
        return PAYMENT.DELETED.isNull();
    }

    @Override
    public Field<Long> baseRun() {
        return STORE_STATE.BASE_RUN;
    }

    @Override
    public String label() {
        return "present";
    }

    /**
     * Without statistics, as after a first load, PostgreSQL would read and sort all patients for each page. Rows that
     * are filtered by something else than the sort are left to its estimates.
     */
    @Override
    public <T> T readPage(Database database, boolean byTotals, boolean adjacent, Function<DSLContext, T> query) {
        return adjacent ? database.readByIndexes(checked(query)) : read(database, query);
    }

    @Override
    public <T> Function<DSLContext, T> checked(Function<DSLContext, T> query) {
        return query;
    }
}
