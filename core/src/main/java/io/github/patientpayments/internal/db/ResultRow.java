package io.github.patientpayments.internal.db;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.ResultQuery;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The row at which a result set is. For a page, jOOQ would take longer than the query: to create records, to compare a
 * column with those of each record, by the names of their tables, and to write each time as text and parse it.
 */
public final class ResultRow implements Row {

    private final ResultSet rows;
    private final org.jooq.Row columns;
    private final IdentityHashMap<Field<?>, Integer> positions = new IdentityHashMap<>();

    private ResultRow(ResultSet rows, List<? extends Field<?>> columns) {
        this.rows = rows;
        this.columns = DSL.row(columns);
    }

    /**
     * Executes a query and reads its rows.
     *
     * @param columns what it selects
     * @param reader gets the same object for each row
     */
    public static void forEach(ResultQuery<?> query, List<? extends Field<?>> columns, Consumer<Row> reader) {
        try (Cursor<?> cursor = query.fetchLazy()) {
            ResultSet rows = cursor.resultSet();
            ResultRow row = new ResultRow(rows, columns);
            while (rows.next()) {
                reader.accept(row);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** What may be null is the caller's knowledge, as with a record of jOOQ. */
    @Override
    @SuppressWarnings("NullAway")
    public <V> V get(Field<V> column) {
        Class<V> type = column.getType();
        try {
            return type.cast(value(positions.computeIfAbsent(column, this::position), type));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private int position(Field<?> column) {
        return columns.indexOf(column) + 1;
    }

    private @Nullable Object value(int position, Class<?> type) throws SQLException {
        if (type == String.class) {
            return rows.getString(position);
        } else if (type == BigDecimal.class) {
            return rows.getBigDecimal(position);
        } else if (type == Instant.class) {
            OffsetDateTime time = rows.getObject(position, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        } else if (type == LocalDate.class) {
            return rows.getObject(position, LocalDate.class);
        }
        Object value = type == Long.class ? (Object) rows.getLong(position) : rows.getObject(position);
        return rows.wasNull() ? null : value;
    }

    private static DataAccessException failed(SQLException e) {
        return new DataAccessException("The rows of a query can't be read", e);
    }
}
