package io.github.patientpayments.internal.db;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Checks whether the library can work with the schema. Thread-safe. */
final class SchemaCheck {

    /** The schema version that this code needs. The migrations write it into the lock row. */
    static final int VERSION = 1;

    private final String schema;
    private volatile boolean passed;

    SchemaCheck(String schema) {
        this.schema = schema;
    }

    /** Whether the schema has passed the check before, which is enough for a query. */
    boolean passed() {
        return passed;
    }

    /** Checks the version each time, and everything that can't change while the store is in use only once. */
    StoreStateRecord check(@Nullable StoreStateRecord state, DSLContext dsl, Dialect dialect) {
        if (state == null) {
            throw new SchemaMismatchException(
                    "The schema " + schema + " has lost the one row of store_state: restore it from a backup",
                    null,
                    null);
        }
        if (state.getSchemaVersion() != VERSION) {
            throw new SchemaMismatchException(
                    "The schema " + schema + " has version " + state.getSchemaVersion() + " and this library needs "
                            + VERSION + ": "
                            + (state.getSchemaVersion() < VERSION
                                    ? "call migrate() once"
                                    : "use the newer library that migrated it"),
                    null,
                    null);
        }
        if (!passed) {
            dialect.storageProblem(dsl, schema).ifPresent(why -> {
                throw new SchemaMismatchException(why, null, null);
            });
            passed = true;
        }
        return state;
    }
}
