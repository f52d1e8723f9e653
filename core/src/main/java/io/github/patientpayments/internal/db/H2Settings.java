package io.github.patientpayments.internal.db;

import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/** The settings in the URL of an H2 database that the store can't work with. */
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
}
