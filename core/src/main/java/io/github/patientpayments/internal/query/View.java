package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;

import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.jooq.internal.tables.Patients;
import io.github.patientpayments.jooq.internal.tables.Payments;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.Table;

/**
 * A source of the mirror's records, current or past. All views provide relations with the same names and columns, so
 * each query is written once.
 */
sealed interface View permits CurrentView, AsOfView {

    /** The alias of {@link #patients}. */
    Patients PATIENT = PATIENTS.as("patients");

    /** The alias of {@link #payments}. */
    Payments PAYMENT = PAYMENTS.as("payments");

    /**
     * The patients. Columns of {@link #PATIENT} that are not compared may be in the rest.
     *
     * @param byContent whether the query compares other columns than the id and the totals
     * @param byTotals whether the query compares, or adds up, the totals of many patients, rather than returning those
     *     of a page
     * @param withDeleted whether it wants deleted patients too
     * @param paid the dates of the payments that count in the totals
     */
    PatientRows patients(boolean byContent, boolean byTotals, boolean withDeleted, DateRange paid);

    /**
     * Selects the totals of all patients as one row, where those of each need not be known for it: the number of
     * patients, that of payments, the sum, the smallest and the greatest amount. Empty if the totals are stored.
     *
     * @param withDeleted whether deleted patients count too
     * @param paid the dates of the payments that count
     */
    default Optional<Select<Record5<Integer, Integer, BigDecimal, BigDecimal, BigDecimal>>> totalsOfAll(
            boolean withDeleted, DateRange paid) {
        return Optional.empty();
    }

    /** The payments, live and deleted, as {@link #PAYMENT}. */
    Table<?> payments();

    /** Which rows of {@link #PAYMENT} are live. */
    Condition paymentIsLive();

    /** The base run: a column of the lock row, or a number. */
    Field<Long> baseRun();

    /** Distinguishes the views in the digest of a query. */
    String label();

    /** Runs a query on this view. */
    default <T> T read(Database database, Function<DSLContext, T> query) {
        return database.read(checked(query));
    }

    /**
     * Runs a query of a page, or an aggregate without a join, on this view.
     *
     * @param byTotals as for {@link #patients}
     * @param adjacent whether the rows of the page are adjacent in an index of the present
     */
    <T> T readPage(Database database, boolean byTotals, boolean adjacent, Function<DSLContext, T> query);

    /** Runs a query on this view that aggregates or joins whole tables. */
    default <T> T readWithSetJoins(Database database, Function<DSLContext, T> query) {
        return database.readWithSetJoins(checked(query));
    }

    /** The query, followed by the check that its result is complete. */
    <T> Function<DSLContext, T> checked(Function<DSLContext, T> query);
}
