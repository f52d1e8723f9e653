package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientKnown.PATIENT_KNOWN;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentKnown.PAYMENT_KNOWN;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction of a writer: it is READ COMMITTED and holds the store's lock.
 *
 * @param connection the connection of the transaction
 * @param dsl jOOQ over that connection
 * @param dialect the dialect of its database
 * @param state the lock row as it was read; changes are written by {@link #storeState}
 * @param now the time of the database when the lock was taken
 */
public record Transaction(Connection connection, DSLContext dsl, Dialect dialect, StoreStateRecord state, Instant now) {

    private static final List<Table<?>> WORKING_TABLES =
            List.of(PATIENT_STAGE, PAYMENT_STAGE, PATIENT_KNOWN, PAYMENT_KNOWN, PATIENT_DIFF, PAYMENT_DIFF);

    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private static final String REPEATED =
            "An id is repeated in a first load: both sets are read again, and compared in the database";

    /** After how many small runs the dead rows of working tables are counted. */
    private static final long LOOK_AT_SIZE = 16;

    /**
     * Drops the indexes of the mirror's tables if these are empty and nothing prevents it. They have to be made again
     * before the commit: until then the schema has the negative of its version, with which the store does not work.
     */
    public boolean dropIndexes() {
        if (!dialect.mayDropIndexes(dsl)) {
            return false;
        }
        negateVersion();
        boolean dropped = dialect.dropIndexes(dsl);
        if (!dropped) {
            negateVersion();
        }
        return dropped;
    }

    /** Makes them, or returns false if an id is repeated. */
    public boolean makeIndexes() {
        boolean made = dialect.makeIndexes(dsl);
        if (made) {
            negateVersion();
        } else {
            LOG.info(REPEATED);
        }
        return made;
    }

    /** Whether many rows can be loaded into the mirror's tables faster than by way of the stage. */
    public boolean loadsDirectly() {
        try {
            return dialect.loadsDirectly(this);
        } catch (SQLException e) {
            throw new DataAccessException("The connection could not be examined", e);
        }
    }

    /** Whether that is so only without indexes. */
    public boolean loadsWithoutIndexes() {
        return dialect.loadsWithoutIndexes();
    }

    /**
     * Does some work. If it returns false, or violates a unique index, it is undone, and the locks that it took are
     * released.
     *
     * @return whether it was done
     */
    public boolean undoUnless(BooleanSupplier work) {
        try {
            Savepoint before = connection.setSavepoint();
            boolean done = doneWithoutRepeats(work);
            if (done) {
                connection.releaseSavepoint(before);
            } else {
                rollBackTo(before);
            }
            return done;
        } catch (SQLException e) {
            throw new DataAccessException("A savepoint failed", e);
        }
    }

    private static boolean doneWithoutRepeats(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (DataAccessException e) {
            if (SqlStates.UNIQUE_VIOLATION.equals(Failures.sqlState(e))) {
                LOG.info(REPEATED);
                return false;
            }
            throw e;
        }
    }

    /**
     * Has the statements that follow planned anew. The session keeps plans, also of foreign keys, and one made for ten
     * rows is too slow for a million.
     */
    public void discardPlans() {
        try {
            dialect.discardPlans(connection);
        } catch (SQLException e) {
            throw new DataAccessException("The plans of the session can't be discarded", e);
        }
    }

    /** Undoes what was done since then. The lock row is read again, since parts of it may have been written. */
    void rollBackTo(Savepoint savepoint) throws SQLException {
        connection.rollback(savepoint);
        state.refresh();
    }

    private void negateVersion() {
        state.setSchemaVersion(-state.getSchemaVersion());
        state.store();
    }

    /** Empties the staging tables and the diffs, without a lock that a reader of them would wait for. */
    public void emptyWorkingTables() {
        dsl.batch(deletions()).execute();
    }

    /** Writes the lock row and executes other statements, in one round trip. */
    public void storeState(List<Query> others) {
        List<Query> all = new ArrayList<>(others);
        all.add(dsl.update(STORE_STATE).set(state).where(STORE_STATE.ID.eq(state.getId())));
        dsl.batch(all).execute();
    }

    /**
     * Does the same just before the commit, and empties the working tables in the fastest way. Until the commit, a
     * reader of them may wait for it.
     *
     * @param few whether they have so few rows that it is enough to look at their size now and then
     */
    public void finish(List<Query> others, boolean few) {
        boolean truncated = (!few || state.getLastRun() % LOOK_AT_SIZE == 0) && dialect.truncated(this, WORKING_TABLES);
        List<Query> all = new ArrayList<>(others);
        if (!truncated) {
            all.addAll(deletions());
        }
        storeState(all);
    }

    private List<Query> deletions() {
        return WORKING_TABLES.stream().<Query>map(dsl::deleteFrom).toList();
    }
}
