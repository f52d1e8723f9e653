package io.github.patientpayments.benchmarks.rivals;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Executes a statement for each record, in batches; the last one when it is closed. */
final class Batch implements JsonRows.Row, AutoCloseable {

    static final int ROWS = 1_000;

    private final PreparedStatement statement;
    private final Binder binder;
    private int rows;

    Batch(Connection connection, String sql, Binder binder) throws SQLException {
        this.statement = connection.prepareStatement(sql);
        this.binder = binder;
    }

    /** Binds a patient's five fields in their order. */
    static void bindPatient(PreparedStatement statement, @Nullable String[] fields) throws SQLException {
        for (int i = 0; i < 4; i++) {
            statement.setString(i + 1, fields[i]);
        }
        if (fields[4] == null) {
            statement.setNull(5, Types.DATE);
        } else {
            statement.setObject(5, LocalDate.parse(fields[4]));
        }
    }

    /** Binds a payment's three fields in their order. */
    static void bindPayment(PreparedStatement statement, @Nullable String[] fields) throws SQLException {
        statement.setString(1, fields[0]);
        statement.setString(2, fields[1]);
        statement.setBigDecimal(3, new BigDecimal(fields[2]));
    }

    @Override
    public void accept(@Nullable String[] fields) throws SQLException {
        binder.bind(statement, fields);
        statement.addBatch();
        if (++rows % ROWS == 0) {
            statement.executeBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            statement.executeBatch();
        }
    }

    /** Binds the fields of one record. */
    @FunctionalInterface
    interface Binder {
        void bind(PreparedStatement statement, @Nullable String[] fields) throws SQLException;
    }
}
