package io.github.patientpayments.internal.db;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads a few rows beside the many of another loader. They wait in memory, since a COPY occupies the connection; from
 * time to time the other loader is interrupted.
 */
final class AsideLoader extends BulkLoader {

    private static final int ROWS = 1_000;

    private final BulkLoader many;
    private final BulkLoader few;
    private final List<@Nullable Object[]> waiting = new ArrayList<>();

    AsideLoader(BulkLoader many, BulkLoader few) {
        this.many = many;
        this.few = few;
    }

    @Override
    void write(@Nullable Object[] row) throws SQLException {
        waiting.add(row.clone());
        if (waiting.size() == ROWS) {
            flush();
        }
    }

    @Override
    void flush() throws SQLException {
        many.flush();
        for (@Nullable Object[] row : waiting) {
            few.write(row);
        }
        few.flush();
        waiting.clear();
    }

    @Override
    void release() throws SQLException {
        few.release();
    }
}
