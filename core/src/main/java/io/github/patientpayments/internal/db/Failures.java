package io.github.patientpayments.internal.db;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Translates a driver's exceptions into the store's, without their messages, which may quote a row. */
final class Failures {

    private Failures() {}

    /** The SQLState of the cause, empty if there is none. */
    static String sqlState(Throwable failure) {
        SQLException cause = sqlException(failure);
        return cause == null ? "" : Objects.requireNonNullElse(cause.getSQLState(), "");
    }

    static StoreException translate(Throwable failure, String schema) {
        String state = sqlState(failure);
        Throwable cause = scrubbed(failure);
        if (SqlStates.missingObject(state)) {
            return new SchemaMismatchException(
                    "The schema " + schema + " or one of its tables is missing: call migrate() once, or apply what"
                            + " printSchema(out) writes (SQLState " + state + ")",
                    state,
                    cause);
        }
        if (SqlStates.missingRight(state)) {
            return new StoreUnavailableException(
                    "The database role may not do this: it needs USAGE of the schema " + schema + " and SELECT, INSERT,"
                            + " UPDATE and DELETE on its tables; migrate() needs the right to create them (SQLState "
                            + state + ")",
                    false,
                    state,
                    cause);
        }
        if (SqlStates.readOnly(state)) {
            return new StoreUnavailableException(
                    "The connection is read-only: a writer needs a DataSource that leads to the primary database, with"
                            + " connections that may write (SQLState " + state + ")",
                    false,
                    state,
                    cause);
        }
        if (SqlStates.diskFull(state)) {
            return new StoreUnavailableException(
                    "The database could not write to its disk (SQLState " + state
                            + "): most likely no space is left; nothing was changed. Free some space and call again.",
                    true,
                    state,
                    cause);
        }
        boolean temporary =
                SqlStates.temporary(state) || sqlException(failure) instanceof SQLTransientConnectionException;
        return new StoreUnavailableException(
                "The database failed to execute a statement"
                        + (state.isEmpty() ? "" : " (SQLState " + state + ")")
                        + "; nothing was changed. "
                        + (temporary ? "Call again later." : "See the log of the database for the reason."),
                temporary,
                state.isEmpty() ? null : state,
                cause);
    }

    /** The class, SQLState and stack trace of a failure and its causes, without any message. */
    static Throwable scrubbed(Throwable failure) {
        SQLException cause = sqlException(failure);
        return new Scrubbed(cause == null ? failure : cause);
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return sql;
        }
        return failure instanceof DataAccessException wrapped ? wrapped.getCause(SQLException.class) : null;
    }

    private static final class Scrubbed extends Exception {

        private static final long serialVersionUID = 1L;

        Scrubbed(Throwable original) {
            super(original.getClass().getName()
                    + (original instanceof SQLException sql ? ", SQLState " + sql.getSQLState() : ""));
            setStackTrace(original.getStackTrace());
            for (Throwable earlier : original.getSuppressed()) {
                addSuppressed(new Scrubbed(earlier));
            }
        }
    }
}
