package io.github.patientpayments.internal.db;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Runs Flyway, which a host may not have. */
final class FlywayRun {

    private FlywayRun() {}

    /** Always true: without Flyway, this class can't be linked. */
    static boolean available() {
        return Flyway.class.getName() != null;
    }

    static void migrate(Database database, SchemaMigration.Target target) {
        try {
            var configuration = Flyway.configure(SchemaMigration.resources())
                    .loggers("slf4j")
                    .dataSource(target.dialect().forMigration(database.dataSource()))
                    .resourceProvider(new FlywayScripts(target.dialect()))
                    .javaMigrationClassProvider(List::of)
                    .schemas(target.schema())
                    .defaultSchema(target.schema())
                    .table("schema_history");
            // A schema created by the output of printSchema(out) has no history yet, so the history starts at its
            // version.
            target.version()
                    .ifPresent(version ->
                            configuration.baselineOnMigrate(true).baselineVersion(Integer.toString(version)));
            configuration.load().migrate();
        } catch (FlywayException e) {
            throw translate(e, database.schema());
        }
    }

    /** A failure of Flyway itself quotes no row, and is named. */
    private static StoreException translate(FlywayException failure, String schema) {
        if (Failures.sqlExceptions(failure).findAny().isPresent()) {
            return Failures.translate(failure, schema);
        }
        String word = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ");
        return new SchemaMismatchException(
                "The schema " + schema + " could not be migrated; nothing was changed. "
                        + (word.contains("No database found")
                                ? "For PostgreSQL, Flyway needs org.flywaydb:flyway-database-postgresql too."
                                : "Flyway reports: " + word),
                null,
                Failures.scrubbed(failure));
    }
}
