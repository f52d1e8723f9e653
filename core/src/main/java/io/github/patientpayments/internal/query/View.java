package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;

import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.jooq.internal.tables.Patients;
import io.github.patientpayments.jooq.internal.tables.Payments;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * A mirror at one view. Every view gives its records as relations of the same names and columns, so that a query is
 * written once for all of them.
 */
sealed interface View permits CurrentView, AsOfView {

    /** The name under which {@link #patients} are asked. */
    Patients PATIENT = PATIENTS.as("patients");

    /** The name under which {@link #payments} are asked. */
    Payments PAYMENT = PAYMENTS.as("payments");

    /**
     * The patients, live and deleted, as {@link #PATIENT}.
     *
     * @param totalsOfAll whether the query compares or adds up the totals of many, rather than tell those of a page
     */
    Table<?> patients(boolean totalsOfAll);

    /** The payments, live and deleted, as {@link #PAYMENT}. */
    Table<?> payments();

    /** Which rows of {@link #PATIENT} are live. */
    Condition patientIsLive();

    /** Which rows of {@link #PAYMENT} are live. */
    Condition paymentIsLive();

    /** The last run that had changed what is asked: a column of the lock row, or a number. */
    Field<Long> baseRun();

    /** Tells moments apart in the digest of a query. */
    String label();

    /** Asks a query about this view. */
    default <T> T read(Database database, Function<DSLContext, T> query) {
        return database.read(whole(query));
    }

    /** Asks a query that takes in or joins whole sets. */
    default <T> T readWithSetJoins(Database database, Function<DSLContext, T> query) {
        return database.readWithSetJoins(whole(query));
    }

    /** The query, with what has to be checked for its answer to be whole. */
    <T> Function<DSLContext, T> whole(Function<DSLContext, T> query);
}
