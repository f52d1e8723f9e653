package io.github.patientpayments.internal.db;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.StoreUnavailableException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.exception.NoDataFoundException;
import org.jspecify.annotations.Nullable;

/** Translates what a driver throws while it executes a statement, without its messages, which may quote a row. */
final class Failures {

    private static final int MAX_CAUSES = 10;

    private Failures() {}

    /**
     * The SQLState of a failure, wherever in the chain of its causes it is. Empty if there is none. H2 hides the damage
     * of its file: it repeats a statement that misses a row until its lock timeout, and then reports a lock.
     */
    static String sqlState(Throwable failure) {
        List<String> states = sqlExceptions(failure)
                .map(SQLException::getSQLState)
                .filter(state -> state != null && !state.isBlank())
                .toList();
        return states.stream().filter(SqlStates::fileDamaged).findFirst().orElse(states.isEmpty() ? "" : states.get(0));
    }

    /** The exceptions of drivers and pools among a failure and its causes, the outermost first. */
    static Stream<SQLException> sqlExceptions(Throwable failure) {
        return chain(failure).stream().filter(SQLException.class::isInstance).map(SQLException.class::cast);
    }

    /** A failure, then its causes and what follows it in a batch. */
    static Set<Throwable> chain(Throwable failure) {
        Set<Throwable> chain = new LinkedHashSet<>();
        collect(failure, chain);
        return chain;
    }

    private static void collect(@Nullable Throwable failure, Set<Throwable> chain) {
        if (failure != null && chain.add(failure)) {
            collect(failure.getCause(), chain);
            if (failure instanceof SQLException sql) {
                collect(sql.getNextException(), chain);
            }
        }
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
        if (closedByInterruption(failure)) {
            return new StoreUnavailableException(
                    "The thread was interrupted while H2 was using its database file, which H2 then closes"
                            + (state.isEmpty() ? "" : " (SQLState " + state + ")") + "; nothing was changed. Call again"
                            + " on a new connection, and do not interrupt such a thread.",
                    true,
                    state,
                    cause);
        }
        if (SqlStates.fileDamaged(state) || anyMessage(failure, "File corrupted")) {
            return new StoreUnavailableException(
                    "The file of H2 is damaged: it lacks rows, or can't be read (SQLState " + state
                            + "); nothing was changed. Restore it from a backup; or delete it, call migrate(), and sync a"
                            + " full snapshot.",
                    false,
                    state,
                    cause);
        }
        if (failure instanceof NoDataFoundException) {
            return new StoreUnavailableException(
                    "A row is missing that the store had written in the schema " + schema + "; nothing was changed."
                            + " Call verifyIntegrity() to see what else is, and restore the database from a backup.",
                    false,
                    state,
                    cause);
        }
        boolean temporary = state.isEmpty() ? temporary(failure) : SqlStates.temporary(state);
        return new StoreUnavailableException(message(state, schema, temporary), temporary, state, cause);
    }

    /**
     * Java closes a channel when a thread that uses it is interrupted; H2 reports a full disk, or an error of its own.
     * After a disk that really is full, the rest of a batch finds the channel closed too, so the first error decides.
     */
    private static boolean closedByInterruption(Throwable failure) {
        Set<Throwable> chain = chain(failure);
        Optional<Throwable> first =
                chain.stream().filter(IOException.class::isInstance).findFirst();
        return first.isPresent()
                ? chain(first.get()).stream().anyMatch(ClosedChannelException.class::isInstance)
                : anyMessage(failure, "store is closed");
    }

    private static boolean anyMessage(Throwable failure, String part) {
        return chain(failure).stream()
                .anyMatch(each -> String.valueOf(each.getMessage()).contains(part));
    }

    /** After the last attempt of a transaction. */
    static StoreUnavailableException retriesExhausted(List<Exception> failures, boolean repeatable) {
        Exception last = failures.remove(failures.size() - 1);
        StoreUnavailableException failure = new StoreUnavailableException(
                "The database aborted the transaction (deadlock or serialization failure); nothing was changed. "
                        + (repeatable
                                ? "Call again later."
                                : "Call again with a new stream, or use a source that can be opened again."),
                true,
                sqlState(last),
                scrubbed(last));
        failures.forEach(earlier -> failure.addSuppressed(scrubbed(earlier)));
        return failure;
    }

    private static String message(String state, String schema, boolean temporary) {
        String code = state.isEmpty() ? "" : " (SQLState " + state + ")";
        if (SqlStates.missingRight(state)) {
            return "The database role may not do this: it needs USAGE of the schema " + schema + " and SELECT, INSERT,"
                    + " UPDATE and DELETE on its tables; migrate() needs the right to create them" + code;
        } else if (SqlStates.readOnly(state)) {
            return "The connection is read-only, or leads to a standby: a writer, and migrate(), need a DataSource that"
                    + " leads to the primary database, with connections that may write" + code;
        } else if (SqlStates.lockTimedOut(state)) {
            return "Another transaction kept a lock that this call waited for" + code
                    + "; nothing was changed. If it is"
                    + " one of the caller's own, end it first: it can't end while its caller waits. Otherwise call again"
                    + " later.";
        } else if (SqlStates.canceled(state)) {
            return "The database canceled a statement" + code + "; nothing was changed. It took longer than the"
                    + " host's statement_timeout (in H2, QUERY_TIMEOUT), or an operator canceled it: allow more time, or"
                    + " call again later.";
        } else if (SqlStates.repeatable(state)) {
            return "The database aborted the transaction (deadlock, serialization failure or, on a standby, a conflict"
                    + " with recovery)" + code + "; nothing was changed. Call again.";
        } else if (SqlStates.statementLost(state)) {
            return "The server's session is not the one in which the driver prepared its statements" + code
                    + "; nothing"
                    + " was changed. So behind a pooler in transaction mode set prepareThreshold=0 in the JDBC URL, or use"
                    + " a pooler that tracks such statements (PgBouncer 1.21).";
        } else if (SqlStates.hostsTransactionFailed(state)) {
            return "The host's transaction has failed before, and the database executes nothing more in it" + code
                    + ": roll it back first";
        } else if (SqlStates.outOfSpace(state)) {
            return "The database could not write to its disk" + code + ": most likely no space is left; nothing was"
                    + " changed. Free some space, then call again.";
        } else if (temporary && (state.isEmpty() || SqlStates.disconnected(state))) {
            return "The connection to the database was lost" + code + "; nothing was changed. Call again later.";
        }
        return "The database failed to execute a statement" + code + "; nothing was changed. "
                + (temporary ? "Call again later." : "See the log of the database for the reason.");
    }

    /** By its type, if the driver or the pool gives no SQLState. */
    private static boolean temporary(Throwable failure) {
        return sqlExceptions(failure)
                .anyMatch(e -> e instanceof SQLTransientException
                        || e instanceof SQLRecoverableException
                        || e instanceof SQLNonTransientConnectionException);
    }

    /** The class, SQLState and stack trace of a failure and its causes, without any message. */
    static Throwable scrubbed(Throwable failure) {
        SQLException cause = sqlExceptions(failure).findFirst().orElse(null);
        return new Scrubbed(cause == null ? failure : cause, MAX_CAUSES);
    }

    private static final class Scrubbed extends Exception {

        private static final long serialVersionUID = 1L;

        Scrubbed(Throwable original, int causes) {
            super(
                    original.getClass().getName()
                            + (original instanceof SQLException sql ? ", SQLState " + sql.getSQLState() : ""),
                    original.getCause() == null || causes == 0 ? null : new Scrubbed(original.getCause(), causes - 1));
            setStackTrace(original.getStackTrace());
            if (causes > 0) {
                for (Throwable earlier : original.getSuppressed()) {
                    addSuppressed(new Scrubbed(earlier, causes - 1));
                }
            }
        }
    }
}
