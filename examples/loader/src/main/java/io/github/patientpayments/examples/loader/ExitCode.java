package io.github.patientpayments.examples.loader;

/** The exit codes of the program. Scripts rely on them. */
final class ExitCode {

    /** Applied or unchanged, or the query was answered. */
    static final int DONE = 0;

    /** A record was rejected, and --strict was given. No other failure has this code. */
    static final int REJECTIONS = 1;

    /** The command line is invalid, or the query needs purged history. */
    static final int USAGE = 2;

    /** A guard refused the input. */
    static final int REFUSED = 3;

    /** Another writer held the lock for longer than the timeout. */
    static final int BUSY = 4;

    /** The database is unreachable, the schema is missing or has another version, or the erasure key is wrong. */
    static final int DATABASE = 5;

    /** The input is missing, truncated or not JSON. */
    static final int INPUT = 6;

    /** The store is not consistent. */
    static final int DEVIATIONS = 7;

    /** The last load is older than --max-age. */
    static final int TOO_OLD = 8;

    /** A bug. */
    static final int UNEXPECTED = 70;

    /** The output could not be written: a closed pipe, a full disk. */
    static final int OUTPUT = 74;

    private ExitCode() {}
}
