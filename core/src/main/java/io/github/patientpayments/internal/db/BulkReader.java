package io.github.patientpayments.internal.db;

import java.sql.SQLException;
import java.util.UUID;
import org.jooq.Cursor;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Reads the hashes of many records, a few of them in memory at a time. */
public final class BulkReader {

    private static final int ROWS = 10_000;

    private BulkReader() {}

    /** Reads hashes and ids, in the fastest way that the connection allows. No statement may be executed meanwhile. */
    public static void hashes(Transaction transaction, Select<Record2<UUID, Long>> query, HashConsumer consumer) {
        try {
            if (!transaction.dialect().copied(transaction, query, consumer)) {
                fetch(transaction, query, consumer);
            }
        } catch (SQLException e) {
            throw new DataAccessException("Rows could not be read", e);
        }
    }

    private static void fetch(Transaction transaction, Select<Record2<UUID, Long>> query, HashConsumer consumer) {
        query.attach(transaction.dsl().configuration());
        try (Cursor<Record2<UUID, Long>> rows = query.fetchSize(ROWS).fetchLazy()) {
            rows.forEach(row -> consumer.accept(row.value1(), row.value2()));
        }
    }

    /** Accepts the hash of a record, null if it has none, and its id. */
    @FunctionalInterface
    public interface HashConsumer {
        void accept(@Nullable UUID hash, long id);
    }
}
