package io.github.patientpayments.jooq.codegen;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/**
 * Generates the jOOQ classes from the migrations: migrates an H2 database in memory, then reads its tables.
 *
 * <p>Runs at build time only. The two views, which hosts may query, go into the exported package; the tables behind
 * them, which also hold what was deleted, go into an internal one.
 */
final class GenerateMain {

    private static final String SCHEMA = "patient_payments";
    private static final String PACKAGE = "io.github.patientpayments.jooq";
    private static final String VIEWS = "live_patients|live_payments";
    private static final String FLYWAY_HISTORY = "schema_history";

    /** Flyway's loggers, held so that they are not collected with the level that they were given. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private GenerateMain() {}

    /**
     * Generates everything.
     *
     * @param args the folder of the H2 migrations, and the folder to write into
     */
    public static void main(String[] args) throws Exception {
        FLYWAY_LOG.setLevel(Level.WARNING);
        var database = JdbcConnectionPool.create(
                "jdbc:h2:mem:codegen;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH", "sa", "");
        try {
            migrate(database, Path.of(args[0]));
            try (var connection = database.getConnection()) {
                // In this order: jOOQ clears a package, with all below it, before it writes into it.
                generate(connection, PACKAGE, VIEWS, "", args[1]);
                generate(connection, PACKAGE + ".internal", ".*", VIEWS + "|" + FLYWAY_HISTORY, args[1]);
            }
        } finally {
            database.dispose();
        }
    }

    private static void migrate(JdbcConnectionPool database, Path migrations) {
        Flyway.configure()
                .dataSource(database)
                .locations("filesystem:" + migrations)
                .failOnMissingLocations(true)
                .schemas(SCHEMA)
                .table(FLYWAY_HISTORY)
                .load()
                .migrate();
    }

    private static void generate(
            Connection connection, String packageName, String includes, String excludes, String out) throws Exception {
        var configuration = new Configuration()
                .withLogging(Logging.WARN)
                .withGenerator(new Generator()
                        .withDatabase(tables(includes, excludes))
                        .withGenerate(style())
                        .withTarget(new Target().withPackageName(packageName).withDirectory(out)));
        var tool = new GenerationTool();
        tool.setConnection(connection);
        tool.run(configuration);
    }

    private static Database tables(String includes, String excludes) {
        return new Database()
                .withName("org.jooq.meta.h2.H2Database")
                .withInputSchema(SCHEMA)
                .withOutputSchema(SCHEMA)
                .withIncludes(includes)
                .withExcludes(excludes)
                .withIncludeSequences(false)
                .withIncludeRoutines(false)
                .withForcedTypes(
                        new ForcedType()
                                .withName("INSTANT")
                                .withIncludeTypes("(?i:timestamp.*\\s+with\\s+time\\s+zone)"),
                        new ForcedType()
                                .withUserType("java.time.LocalDate")
                                .withBinding(PACKAGE + ".internal.LocalDateBinding")
                                .withIncludeTypes("(?i:date)"));
    }

    /**
     * Nothing in the output may differ from one build to the next: no date, no version, no global lists but the keys.
     */
    private static Generate style() {
        return new Generate()
                .withGeneratedAnnotation(false)
                .withJooqVersionReference(false)
                .withGlobalCatalogReferences(false)
                .withGlobalSchemaReferences(false)
                .withGlobalTableReferences(false)
                .withGlobalIndexReferences(false)
                // They would call DSL.exists(Select), which jOOQ 3.21 does not have.
                .withWhereMethodOverrides(false)
                .withKeys(true);
    }
}
