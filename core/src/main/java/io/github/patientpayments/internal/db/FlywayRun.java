package io.github.patientpayments.internal.db;

import io.github.patientpayments.StoreUnavailableException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The only class that uses Flyway, which a host may not have. */
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
                    .locations("classpath:" + target.dialect().migrations())
                    .failOnMissingLocations(true)
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
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String state = Failures.sqlState(cause);
            throw new StoreUnavailableException(
                    "The schema " + database.schema() + " could not be migrated. Flyway needs two connections at once"
                            + " (a pool of one is too small), a role that may create the schema or owns it empty, and on"
                            + " PostgreSQL org.flywaydb:flyway-database-postgresql.",
                    false,
                    state.isEmpty() ? null : state,
                    Failures.scrubbed(cause));
        }
    }
}
