package io.github.patientpayments.internal.db;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads rows into a table in bulk, one batch in memory at a time. Values are numbers, strings, UUIDs, local dates and
 * instants.
 */
public abstract class BulkLoader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BulkLoader.class);

    /** Starts to load rows into these columns of a table, in the fastest way that the connection allows. */
    public static BulkLoader into(Transaction transaction, Table<?> table, List<? extends Field<?>> columns) {
        try {
            return transaction.dialect().bulkLoader(transaction, table, columns);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Returns a loader of few rows that can be used while this one loads many on the same connection. */
    public final BulkLoader aside(BulkLoader few) {
        return new AsideLoader(this, few);
    }

    /** By COPY, also through a pool, unless the driver is another one or a wrapper hides it. */
    static BulkLoader byCopy(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
            throws SQLException {
        return copyReachable(transaction)
                ? new PostgresCopy(transaction, table, columns)
                : new BatchLoader(transaction, table, columns);
    }

    /** Whether COPY can be used. */
    static boolean copyReachable(Transaction transaction) throws SQLException {
        try {
            if (PostgresCopy.reachable(transaction.connection())) {
                return true;
            }
            LOG.debug(
                    "COPY can't be used, since {} hides the driver or has another one: rows are inserted in batches",
                    transaction.connection().getClass().getName());
        } catch (NoClassDefFoundError e) {
            LOG.debug("COPY can't be used without PostgreSQL's own driver: rows are inserted in batches");
        }
        return false;
    }

    /** Adds one row, with its values in the order of the columns. The array may be used again after that. */
    public final void add(@Nullable Object... row) {
        try {
            write(row);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Sends the remaining rows, after which the connection can be used for other statements. More rows may follow.
     * Closing without this discards them.
     */
    public final void finish() {
        try {
            flush();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Never fails: rows are in the table after {@link #finish()}, and otherwise the transaction is rolled back. */
    @Override
    public final void close() {
        CleanUp.quietly("end a bulk load", this::release);
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
}
