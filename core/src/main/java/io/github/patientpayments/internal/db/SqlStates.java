package io.github.patientpayments.internal.db;

import java.util.Set;

/** The SQLStates that the store handles. */
final class SqlStates {

    static final String UNIQUE_VIOLATION = "23505";
    static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String READ_ONLY = "25006";
    static final String STATEMENT_NOT_PREPARED = "26000";

    private static final String COMPLETION_UNKNOWN = "40003";
    private static final String UNEXPECTED_ERROR_OF_DRIVER = "99999";
    private static final String LOCK_TIMEOUT_H2 = "HYT00";
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");
    private static final Set<String> MISSING_OBJECT =
            Set.of("42P01", "42703", "3F000", "42S02", "42S04", "42S22", "90079");
    private static final Set<String> MISSING_RIGHT = Set.of("42501", "90040", "90096");

    /** H2: the connection was closed or broken, or the database is closed or closing. */
    private static final Set<String> DISCONNECTED_H2 = Set.of("90007", "90067", "90098", "90121");

    /** H2: another process has the database file open. */
    private static final String IN_USE_H2 = "90020";

    /** H2: the file can't be read, or an index has an entry without its row. */
    private static final Set<String> DAMAGED_H2 = Set.of("90030", "90112", "90143");

    private static final Set<String> UNKNOWN_DATABASE = Set.of("3D000", "57P04", "90013", "90146");

    /** The server's word, and the driver's: on encryption, and on how a user proves who it is. */
    private static final String LOGIN_REFUSED = "28";

    private static final String REJECTED_BY_DRIVER = "08004";
    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final String CANCELED = "57014";
    private static final String FAILED_TRANSACTION = "25P02";

    /** A server-side prepared statement that is missing, or that another client has prepared. */
    private static final Set<String> STATEMENT_LOST = Set.of(STATEMENT_NOT_PREPARED, "42P05");

    /** Of PostgreSQL, and of H2, which does not tell a full disk from others. */
    private static final Set<String> DISK = Set.of("53100", "90028", "90031");

    /** The host's own timeouts of a transaction, where they could not be disabled. */
    private static final Set<String> TIMED_OUT = Set.of("25P03", "25P04");

    private static final String READ_ONLY_H2 = "90097";

    private SqlStates() {}

    static boolean lockTimedOut(String state) {
        return state.equals(LOCK_NOT_AVAILABLE) || state.equals(LOCK_TIMEOUT_H2);
    }

    /** A deadlock or a serialization failure: the whole transaction may be repeated. */
    static boolean repeatable(String state) {
        return REPEATABLE.contains(state);
    }

    static boolean missingObject(String state) {
        return MISSING_OBJECT.contains(state);
    }

    static boolean missingRight(String state) {
        return MISSING_RIGHT.contains(state);
    }

    static boolean readOnly(String state) {
        return state.equals(READ_ONLY) || state.equals(READ_ONLY_H2);
    }

    /** A user or a password that is wrong, or a server that demands more than the driver is configured for. */
    static boolean loginRefused(String state) {
        return state.startsWith(LOGIN_REFUSED) || state.equals(REJECTED_BY_DRIVER);
    }

    static boolean unknownDatabase(String state) {
        return UNKNOWN_DATABASE.contains(state);
    }

    static boolean fileInUse(String state) {
        return state.equals(IN_USE_H2);
    }

    static boolean fileDamaged(String state) {
        return DAMAGED_H2.contains(state);
    }

    static boolean tooManyConnections(String state) {
        return state.equals(TOO_MANY_CONNECTIONS);
    }

    /** A timeout of statements, or an operator. */
    static boolean canceled(String state) {
        return state.equals(CANCELED);
    }

    /** PgBouncer's state for all that it refuses. */
    static boolean refusedByPooler(String state) {
        return state.equals(PROTOCOL_VIOLATION);
    }

    static boolean hostsTransactionFailed(String state) {
        return state.equals(FAILED_TRANSACTION);
    }

    static boolean statementLost(String state) {
        return STATEMENT_LOST.contains(state);
    }

    static boolean outOfSpace(String state) {
        return DISK.contains(state);
    }

    /** Connections (08, and H2's own), an operator or a shutdown (57P). */
    static boolean disconnected(String state) {
        return state.startsWith("08") || state.startsWith("57P") || DISCONNECTED_H2.contains(state);
    }

    /** Also resources (53) but a full disk, a statement that was canceled, an unavailable lock. */
    static boolean temporary(String state) {
        boolean lasting = loginRefused(state) || unknownDatabase(state) || outOfSpace(state);
        return !lasting
                && (disconnected(state)
                        || repeatable(state)
                        || lockTimedOut(state)
                        || canceled(state)
                        || statementLost(state)
                        || fileInUse(state)
                        || TIMED_OUT.contains(state)
                        || state.startsWith("53"));
    }

    /** A rollback (40) or a constraint (23). Any other failure of H2's COMMIT is one of the database itself. */
    static boolean commitRefusedByH2(String state) {
        return (state.startsWith("40") && !state.equals(COMPLETION_UNKNOWN)) || state.startsWith("23");
    }

    /**
     * Any error that PostgreSQL reports, for instance of a host's deferred trigger, since it has then rolled back. Not
     * the end of the session by an operator or a shutdown (57P), which may come after the commit, nor what drivers and
     * poolers report of a lost connection (08, 99999, none).
     */
    static boolean commitRefusedByPostgres(String state) {
        return !state.isEmpty()
                && !state.equals(COMPLETION_UNKNOWN)
                && !state.equals(UNEXPECTED_ERROR_OF_DRIVER)
                && !state.startsWith("08")
                && !state.startsWith("57P");
    }
}
