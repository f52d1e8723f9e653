package io.github.patientpayments.internal.db;

import java.util.Set;

/** The SQLStates that the store handles. */
final class SqlStates {

    static final String ACTIVE_TRANSACTION = "25001";
    static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String COMPLETION_UNKNOWN = "40003";
    private static final String UNEXPECTED_ERROR_OF_DRIVER = "99999";
    private static final String LOCK_TIMEOUT_H2 = "HYT00";
    private static final Set<String> REPEATABLE = Set.of("40001", "40P01");
    private static final Set<String> MISSING_OBJECT =
            Set.of("42P01", "42703", "3F000", "42S02", "42S04", "42S22", "90079");
    private static final String MISSING_RIGHT = "42501";
    private static final String MISSING_RIGHT_H2 = "90096";

    /** H2: the connection was closed or broken, or the database is closed or closing. */
    private static final Set<String> DISCONNECTED_H2 = Set.of("90007", "90067", "90098", "90121");

    /** The host's own timeouts of a transaction, where they could not be disabled. */
    private static final Set<String> TIMED_OUT = Set.of("25P03", "25P04");

    private static final Set<String> DISK_FULL = Set.of("53100", "90028", "90031");

    private static final String READ_ONLY = "25006";
    private static final String READ_ONLY_H2 = "90097";

    private SqlStates() {}

    static boolean lockTimedOut(String state) {
        return state.equals(LOCK_NOT_AVAILABLE) || state.equals(LOCK_TIMEOUT_H2);
    }

    /** The disk is full (PostgreSQL), or a file of the database can't be read or written (H2), most often for that. */
    static boolean diskFull(String state) {
        return DISK_FULL.contains(state);
    }

    /** A deadlock or a serialization failure: the whole transaction may be repeated. */
    static boolean repeatable(String state) {
        return REPEATABLE.contains(state);
    }

    static boolean missingObject(String state) {
        return MISSING_OBJECT.contains(state);
    }

    static boolean missingRight(String state) {
        return state.equals(MISSING_RIGHT) || state.equals(MISSING_RIGHT_H2);
    }

    static boolean readOnly(String state) {
        return state.equals(READ_ONLY) || state.equals(READ_ONLY_H2);
    }

    /** Connections (08, and H2's own), resources (53), an operator or a shutdown (57), an unavailable lock (55P03). */
    static boolean temporary(String state) {
        return repeatable(state)
                || lockTimedOut(state)
                || state.startsWith("08")
                || DISCONNECTED_H2.contains(state)
                || TIMED_OUT.contains(state)
                || state.startsWith("53")
                || state.startsWith("57");
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
