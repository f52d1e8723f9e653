package io.github.patientpayments.internal.db;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Whether the schema is one that this library can work with. Thread-safe. */
final class SchemaCheck {

    /** The version of the schema that this code is written for; the migrations write it into the lock row. */
    static final int VERSION = 1;

    private final String schema;
    private volatile boolean passed;

    SchemaCheck(String schema) {
        this.schema = schema;
    }

    /** Whether it was found to be one: enough for a query. */
    boolean passed() {
        return passed;
    }

    /** Writers look at the version each time, since they write; what can't change under a store is looked at once. */
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
