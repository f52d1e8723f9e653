package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Checks whether the library can work with the schema. Thread-safe. */
final class SchemaCheck {

    /** The schema version that this code needs. The migrations write it into the lock row. */
    static final int VERSION = 4;

    /** Texts that some collations treat as equal: case, accents, ignorable characters, padding. */
    private static final List<Map.Entry<String, String>> DISTINCT =
            List.of(Map.entry("x1", "X1"), Map.entry("e", "é"), Map.entry("ab", "a\u0001b"), Map.entry("a", "a "));

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
        checkVersion(state.getSchemaVersion());
        if (!passed) {
            dialect.storageProblem(dsl, schema).or(() -> comparisonProblem(dsl)).ifPresent(why -> {
                throw new SchemaMismatchException(why, null, null);
            });
            passed = true;
        }
        return state;
    }

    /** Before the first check, since the lock row of an older version may lack columns. */
    void checkVersion(DSLContext dsl) {
        if (!passed) {
            dsl.select(STORE_STATE.SCHEMA_VERSION)
                    .from(STORE_STATE)
                    .fetchOptional(STORE_STATE.SCHEMA_VERSION)
                    .ifPresent(this::checkVersion);
        }
    }

    private void checkVersion(int version) {
        if (version < 0) {
            throw noIndexes(schema, version);
        }
        if (version != VERSION) {
            throw new SchemaMismatchException(
                    "The schema " + schema + " has version " + version + " and this library needs " + VERSION + ": "
                            + (version < VERSION ? "call migrate() once" : "use the newer library that migrated it"),
                    null,
                    null);
        }
    }

    /** The version is negative only while a first load makes the indexes after its rows. */
    static SchemaMismatchException noIndexes(String schema, int version) {
        return new SchemaMismatchException(
                "The schema " + schema + " has no indexes, since its function drop_indexes() was called outside of the"
                        + " library. As its owner, execute UPDATE " + schema + ".store_state SET schema_version = "
                        + -version
                        + " WHERE " + schema + ".make_indexes()",
                null,
                null);
    }

    /** Asks the database itself: a collation under which two ids are equal would give one patient another's money. */
    private static Optional<String> comparisonProblem(DSLContext dsl) {
        return DISTINCT.stream()
                .filter(pair -> dsl.fetchValue(DSL.field(DSL.val(pair.getKey()).eq(DSL.val(pair.getValue())))))
                .findFirst()
                .map(
                        pair -> "The database treats " + shown(pair.getKey()) + " and " + shown(pair.getValue())
                                + " as equal, so it would mix up records whose ids differ like that. The store needs a database"
                                + " with a collation that tells all characters apart; in H2, the default or STRENGTH IDENTICAL");
    }

    private static String shown(String text) {
        return "'" + text.replace("\u0001", "U+0001") + "'";
    }
}
