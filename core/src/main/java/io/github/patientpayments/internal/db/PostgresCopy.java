package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * COPY … FROM STDIN in its binary form, a buffer at a time: of a COPY in text form that is cancelled or fails, the
 * server would log the row. The only class that uses PostgreSQL's driver.
 */
final class PostgresCopy extends BulkLoader {

    private static final int BUFFER = 1 << 16;
    private final CopyIn copy;
    private final PostgresBinary rows = new PostgresBinary(BUFFER + (1 << 12));

    private PostgresCopy(CopyIn copy) {
        this.copy = copy;
    }

    /** Whether a connection is the driver's own, or a wrapper that gives it. */
    static boolean reachable(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class);
    }

    /** Starts a COPY. */
    static BulkLoader begin(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
            throws SQLException {
        Connection connection = transaction.connection();
        String sql = "COPY " + target(transaction, table, columns) + " FROM STDIN (FORMAT binary)";
        return new PostgresCopy(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
    }

    /** Reads the hashes and ids of a query by COPY … TO STDOUT. */
    static boolean read(Connection connection, String query, BulkReader.HashConsumer consumer) throws SQLException {
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
        try {
            boolean header = true;
            for (byte[] part = copy.readFromCopy(); part != null; part = copy.readFromCopy()) {
                PostgresBinary.hashes(part, header, consumer);
                header = false;
            }
            return true;
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    @Override
    void write(@Nullable Object[] row) throws SQLException {
        rows.add(row);
        if (rows.size() >= BUFFER) {
            send();
        }
    }

    @Override
    void flush() throws SQLException {
        rows.end();
        send();
        copy.endCopy();
    }

    @Override
    void release() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void send() throws SQLException {
        copy.writeToCopy(rows.bytes(), 0, rows.size());
        rows.clear();
    }
}
