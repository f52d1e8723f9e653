package io.github.patientpayments.internal.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Loads by batches of INSERT, which every database supports. */
final class BatchLoader extends BulkLoader {

    private static final int ROWS = 1_000;

    private final PreparedStatement insert;
    private int pending;

    BatchLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns) throws SQLException {
        String values = String.join(", ", Collections.nCopies(columns.size(), "?"));
        this.insert = transaction
                .connection()
                .prepareStatement("INSERT INTO " + target(transaction, table, columns) + " VALUES (" + values + ")");
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
