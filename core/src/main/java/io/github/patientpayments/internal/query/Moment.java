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
 * A mirror at one moment. Every moment gives its records as relations of the same names and columns, so that a question
 * is written once for all of them.
 */
sealed interface Moment permits Present, Past {

    /** The name under which {@link #patients} are asked. */
    Patients P = PATIENTS.as("patients");

    /** The name under which {@link #payments} are asked. */
    Payments Y = PAYMENTS.as("payments");

    /**
     * The patients, live and deleted, as {@link #P}.
     *
     * @param totalsOfAll whether the question compares or adds up the totals of many, rather than tell those of a page
     */
    Table<?> patients(boolean totalsOfAll);

    /** The payments, live and deleted, as {@link #Y}. */
    Table<?> payments();

    /** Which rows of {@link #P} are live. */
    Condition patientIsLive();

    /** Which rows of {@link #Y} are live. */
    Condition paymentIsLive();

    /** The last run that had changed what is asked: a column of the lock row, or a number. */
    Field<Long> baseRun();

    /** Tells moments apart in the digest of a question. */
    String label();

    /** Asks a question about this moment. */
    default <T> T read(Database database, Function<DSLContext, T> question) {
        return database.read(whole(question));
    }

    /** Asks a question that takes in or joins whole sets. */
    default <T> T readBySets(Database database, Function<DSLContext, T> question) {
        return database.readBySets(whole(question));
    }

    /** The question, with what has to be checked for its answer to be whole. */
    <T> Function<DSLContext, T> whole(Function<DSLContext, T> question);
}
