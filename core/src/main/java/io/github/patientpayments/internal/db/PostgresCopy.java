package io.github.patientpayments.internal.db;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** COPY … FROM STDIN in its text form, a buffer at a time. The only class that uses PostgreSQL's driver. */
final class PostgresCopy extends BulkLoader {

    private static final int BUFFER = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(BUFFER + (1 << 12));

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
        String sql = "COPY " + target(transaction, table, columns) + " FROM STDIN";
        return new PostgresCopy(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
    }

    @Override
    void write(@Nullable Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                buffer.append('\t');
            }
            append(row[i]);
        }
        buffer.append('\n');
        if (buffer.length() >= BUFFER) {
            send();
        }
    }

    @Override
    void flush() throws SQLException {
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
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }

    private void append(@Nullable Object value) {
        if (value == null) {
            buffer.append("\\N");
        } else if (value instanceof BigDecimal number) {
            buffer.append(number.toPlainString());
        } else if (value instanceof String text) {
            appendEscaped(text);
        } else {
            buffer.append(value);
        }
    }

    private void appendEscaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> buffer.append("\\\\");
                case '\t' -> buffer.append("\\t");
                case '\n' -> buffer.append("\\n");
                case '\r' -> buffer.append("\\r");
                default -> buffer.append(c);
            }
        }
    }
}
