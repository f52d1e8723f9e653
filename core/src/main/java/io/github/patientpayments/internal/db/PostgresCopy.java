package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

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

    /** Starts a COPY. Returns null if a wrapper hides the driver. */
    static @Nullable BulkLoader ifReachable(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
            throws SQLException {
        Connection connection = transaction.connection();
        if (!connection.isWrapperFor(PGConnection.class)) {
            return null;
        }
        String sql = "COPY " + target(transaction, table, columns) + " FROM STDIN (FORMAT binary)";
        return new PostgresCopy(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
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
