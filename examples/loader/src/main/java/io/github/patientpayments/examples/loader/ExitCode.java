package io.github.patientpayments.examples.loader;

/** How the program ends. Scripts rely on these. */
final class ExitCode {

    /** Applied, or unchanged, or the question was answered. */
    static final int DONE = 0;

    /** A record was rejected, and --strict was given. Nothing else ends like this. */
    static final int REJECTIONS = 1;

    /** The command can't be understood, or its question can't be answered. */
    static final int USAGE = 2;

    /** The store's guard held the delivery back. */
    static final int REFUSED = 3;

    /** Another writer held the lock for too long. */
    static final int BUSY = 4;

    /** The database can't be reached, or has no such store, or the erasure key is not the right one. */
    static final int DATABASE = 5;

    /** The input is missing, cut or no JSON. */
    static final int INPUT = 6;

    /** The store is not sound. */
    static final int DEVIATIONS = 7;

    /** A bug. */
    static final int UNEXPECTED = 70;

    /** The answer could not be written: a closed pipe, a full disk. */
    static final int OUTPUT = 74;

    private ExitCode() {}
}
