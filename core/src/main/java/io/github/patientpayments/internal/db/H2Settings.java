package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** The settings of H2 under which the store works, and those that it can't work with. */
final class H2Settings {

    private static final String ALL_LITERALS = "2";

    private H2Settings() {}

    /** Names such a setting. Binds the names of the settings, since a literal may be what is not allowed. */
    static Optional<String> problem(DSLContext dsl) {
        Map<String, String> settings;
        try {
            settings = dsl.fetch(
                            "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME IN (?, ?)",
                            "MODE",
                            "ALLOW_LITERALS")
                    .intoMap(row -> row.get(0, String.class), row -> row.get(1, String.class));
        } catch (DataAccessException e) {
            if (SqlStates.missingObject(Failures.sqlState(e))) {
                return Optional.of("The store can't work with H2's OLD_INFORMATION_SCHEMA: leave it out of the URL");
            }
            throw e;
        }
        if ("Oracle".equals(settings.get("MODE"))) {
            return Optional.of("The store can't work with H2's MODE=Oracle, which takes an empty text for NULL and cuts"
                    + " the zeros off an amount: use another mode");
        }
        if (!ALL_LITERALS.equals(settings.getOrDefault("ALLOW_LITERALS", ALL_LITERALS))) {
            return Optional.of("The store can't work with H2's ALLOW_LITERALS: set it to ALL");
        }
        return Optional.empty();
    }

    /** Texts are stored without their case if this was on when the schema was created. */
    static Optional<String> storageProblem(DSLContext dsl, String schema) {
        // Not by H2's LOWER: it depends on the default locale, and in Turkish I becomes ı.
        boolean caseIgnored = dsl.fetchExists(DSL.selectOne()
                .from("INFORMATION_SCHEMA.COLUMNS")
                .where(DSL.field("TABLE_SCHEMA", String.class).in(schema, schema.toUpperCase(Locale.ROOT)))
                .and(DSL.field("DATA_TYPE", String.class).eq("VARCHAR_IGNORECASE")));
        return caseIgnored
                ? Optional.of(
                        "The schema " + schema + " treats x1 and X1 as the same id: H2's IGNORECASE was on when it"
                                + " was created. Create it again without it")
                : Optional.empty();
    }

    /** Begins a writer's transaction, and returns what restores the session afterwards. */
    static Dialect.HostSettings begin(Connection connection, DSLContext dsl, Duration lockTimeout) throws SQLException {
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        Object locks = dsl.fetchValue("SELECT LOCK_TIMEOUT()");
        Object queries = dsl.fetchValue(
                "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'QUERY_TIMEOUT'");
        dsl.execute("SET LOCK_TIMEOUT " + lockTimeout.toMillis());
        dsl.execute("SET QUERY_TIMEOUT 0");
        return () -> {
            dsl.execute("SET LOCK_TIMEOUT " + locks);
            dsl.execute("SET QUERY_TIMEOUT " + queries);
            connection.setTransactionIsolation(isolation);
        };
    }
}
