package io.github.patientpayments.internal.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rows into a table in bulk: by COPY where the driver of PostgreSQL can be reached, through a pool too, else in
 * batches. Holds a batch at a time, whatever the number of rows. Values are numbers, strings and local dates.
 */
public abstract class BulkLoader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BulkLoader.class);

    /** Starts loading these columns of a table. */
    public static BulkLoader into(Transaction transaction, Table<?> table, List<? extends Field<?>> columns) {
        try {
            BulkLoader copy = transaction.dialect() == Dialect.POSTGRESQL ? copy(transaction, table, columns) : null;
            return copy != null ? copy : new Batches(transaction, table, columns);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static @Nullable BulkLoader copy(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
            throws SQLException {
        try {
            return PostgresCopy.ifReachable(transaction, table, columns);
        } catch (NoClassDefFoundError e) {
            return null; // the host reaches PostgreSQL through another driver
        }
    }

    /** Adds one row; the values in the order of the columns. */
    public final void add(@Nullable Object... row) {
        try {
            write(row);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Sends what is left. Without it, closing gives up what was added. */
    public final void finish() {
        try {
            flush();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** What was finished is in the table; what was not is given up with the transaction. So this never fails. */
    @Override
    public final void close() {
        try {
            release();
        } catch (SQLException e) {
            LOG.warn("A bulk load could not be closed (SQLState {})", e.getSQLState());
        }
    }

    abstract void write(@Nullable Object[] row) throws SQLException;

    abstract void flush() throws SQLException;

    abstract void release() throws SQLException;

    /** {@code schema.table (column, column)}. */
    static String target(Transaction transaction, Table<?> table, List<? extends Field<?>> columns) {
        return transaction.dsl().render(table)
                + columns.stream().map(Field::getName).collect(Collectors.joining(", ", " (", ")"));
    }

    private static DataAccessException failed(SQLException e) {
        return new DataAccessException("Rows could not be loaded", e);
    }

    /** The portable form. */
    private static final class Batches extends BulkLoader {

        private static final int ROWS = 1_000;

        private final PreparedStatement insert;
        private int pending;

        Batches(Transaction transaction, Table<?> table, List<? extends Field<?>> columns) throws SQLException {
            String values = String.join(", ", Collections.nCopies(columns.size(), "?"));
            this.insert = transaction
                    .connection()
                    .prepareStatement(
                            "INSERT INTO " + target(transaction, table, columns) + " VALUES (" + values + ")");
        }

        @Override
        void write(@Nullable Object[] row) throws SQLException {
            for (int i = 0; i < row.length; i++) {
                insert.setObject(i + 1, row[i]);
            }
            insert.addBatch();
            pending++;
            if (pending == ROWS) {
                flush();
            }
        }

        @Override
        void flush() throws SQLException {
            if (pending > 0) {
                insert.executeBatch();
                pending = 0;
            }
        }

        @Override
        void release() throws SQLException {
            insert.close();
        }
    }
}
