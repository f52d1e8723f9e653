package io.github.patientpayments.internal.db;

import java.sql.SQLException;

/** Keeps the interruption of a thread away from the end of its transaction. */
final class Interruption {

    private Interruption() {}

    /**
     * Ends work on a connection, then interrupts the thread again if it was interrupted before. Java closes the file or
     * the socket that an interrupted thread uses (a socket, if the thread is a virtual one), and H2 then its database,
     * for all connections.
     */
    static <T> T heldBack(End<T> end) throws SQLException {
        boolean interrupted = Thread.interrupted();
        try {
            return end.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends work on a connection. */
    @FunctionalInterface
    interface End<T> {
        T run() throws SQLException;
    }
}
