package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * COPY … FROM STDIN in its binary form, a buffer at a time: of a COPY in text form that is cancelled or fails, the
 * server would log the row. The only class that uses PostgreSQL's driver.
 */
final class PostgresCopy extends BulkLoader {

    private static final int BUFFER = 1 << 16;
    private final CopyManager manager;
    private final String sql;
    private final PostgresBinary rows = new PostgresBinary(BUFFER + (1 << 12));
    private @Nullable CopyIn copy;

    /** Creates it without starting a COPY. */
    PostgresCopy(Transaction transaction, Table<?> table, List<? extends Field<?>> columns) throws SQLException {
        this.manager = transaction.connection().unwrap(PGConnection.class).getCopyAPI();
        this.sql = "COPY " + target(transaction, table, columns) + " FROM STDIN (FORMAT binary)";
    }

    /** Whether a connection is the driver's own, or a wrapper that gives it. */
    static boolean reachable(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class);
    }

    /** Reads the hashes and ids of a query by COPY … TO STDOUT. */
    static void read(Connection connection, String query, BulkReader.HashConsumer consumer) throws SQLException {
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
        if (copy != null || !rows.isEmpty()) {
            rows.end();
            send().endCopy();
            copy = null;
            rows.begin();
        }
    }

    @Override
    void release() throws SQLException {
        if (copy != null && copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private CopyIn send() throws SQLException {
        CopyIn open = copy == null ? manager.copyIn(sql) : copy;
        copy = open;
        open.writeToCopy(rows.bytes(), 0, rows.size());
        rows.clear();
        return open;
    }
}
