package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.jooq.internal.tables.StoreState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Creates the store's schema, or prints its DDL. Thread-safe. */
public final class SchemaMigration {

    /** One script for each version of the schema. */
    static final List<String> MIGRATIONS =
            List.of("V1__mirror.sql", "V2__paid_on.sql", "V3__files.sql", "V4__last_sync.sql");

    /** Flyway's placeholder of the schema. */
    private static final String SCHEMA = "${flyway:defaultSchema}";

    /** Where a script names a table, a view or a function. An index belongs to the schema of its table. */
    private static final Pattern TABLE_NAME = Pattern.compile(
            "(?m)^((?:CREATE (?:UNLOGGED )?TABLE|CREATE (?:OR REPLACE )?VIEW|ALTER TABLE|INSERT INTO|UPDATE|FROM|JOIN|CREATE (?:UNIQUE )?INDEX \\w+ ON"
                    + "|CREATE (?:OR REPLACE )?FUNCTION|SELECT(?= \\w+\\(\\)))"
                    + " |.*\\bREFERENCES )(\\w+)");

    /**
     * By the URL of the database. Flyway holds one connection while it waits for another, so a pool of eight could not
     * serve eight at once; and on H2, concurrent ones fail.
     */
    private static final Map<String, Lock> LOCKS = new ConcurrentHashMap<>();

    private final Database database;

    public SchemaMigration(Database database) {
        this.database = database;
    }

    /** Migrates the schema to this version with Flyway. */
    public void migrate() {
        Lock lock = LOCKS.computeIfAbsent(database.urlOutsideTransactions(), url -> new ReentrantLock());
        lock.lock();
        try {
            migrateAlone();
        } finally {
            lock.unlock();
        }
    }

    private void migrateAlone() {
        Target target = target();
        if (target.version().orElse(0) < 0) {
            throw SchemaCheck.noIndexes(database.schema(), target.version().getAsInt());
        }
        if (target.version().orElse(0) > SchemaCheck.VERSION) {
            throw new SchemaMismatchException(
                    "The schema " + database.schema() + " has version "
                            + target.version().getAsInt() + ", newer than this library's " + SchemaCheck.VERSION
                            + ": use the newer library that migrated it",
                    null,
                    null);
        }
        if (!flywayPresent()) {
            throw new SchemaMismatchException(
                    "migrate() needs Flyway: add org.flywaydb:flyway-core (and, for PostgreSQL,"
                            + " org.flywaydb:flyway-database-postgresql; on the module path also --add-modules"
                            + " flyway.core), or apply what printSchema(out) writes",
                    null,
                    null);
        }
        checkConnections();
        checkPrimary(target);
        FlywayRun.migrate(database, target);
        checkMigrated(target().version());
    }

    /** Flyway's own words would be that a connection could not be had. */
    private void checkConnections() {
        database.onConnection(first -> {
            try {
                return database.onConnection(second -> true);
            } catch (StoreUnavailableException e) {
                throw new StoreUnavailableException(
                        "Migrating the schema " + database.schema()
                                + " needs two connections at once, and only one could"
                                + " be had: a pool of one is too small. " + e.getMessage(),
                        e.isRetryable(),
                        e.sqlState().orElse(null),
                        e.getCause());
            }
        });
    }

    /** Flyway would try for ten seconds. On a standby that has the schema, it has nothing to do. */
    private void checkPrimary(Target target) {
        if (target.version().orElse(-1) != SchemaCheck.VERSION && database.standby()) {
            throw Failures.translate(new SQLException("", SqlStates.READ_ONLY), database.schema());
        }
    }

    /** Flyway relies on its history table; the lock row has the actual version. */
    private void checkMigrated(OptionalInt version) {
        if (version.orElse(-1) != SchemaCheck.VERSION) {
            throw new SchemaMismatchException(
                    "The schema " + database.schema() + " has "
                            + (version.isEmpty() ? "lost the one row of store_state" : "version " + version.getAsInt())
                            + ", though its schema_history says that it was migrated to " + SchemaCheck.VERSION
                            + ": restore both from the same backup",
                    null,
                    null);
        }
    }

    /** Prints the DDL that creates this version from nothing. */
    public void printSchema(Appendable out) {
        Target target = target();
        try {
            out.append("CREATE SCHEMA IF NOT EXISTS ").append(database.schema()).append(";\n");
            for (int i = 0; i < MIGRATIONS.size(); i++) {
                out.append("\n-- Version " + (i + 1) + " of the schema\n\n");
                out.append(qualified(script(target.dialect(), MIGRATIONS.get(i))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Target target() {
        return database.onConnection(connection -> {
            Dialect dialect = database.dialect(connection);
            boolean upperCase = connection.getMetaData().storesUpperCaseIdentifiers();
            String name = upperCase ? database.schema().toUpperCase(Locale.ROOT) : database.schema();
            return dialect.query(
                    connection,
                    database.dsl(connection, dialect),
                    Plans.ANY,
                    dsl -> new Target(dialect, name, version(dsl, name)));
        });
    }

    /** The version in the lock row, empty if there is no such row or table. */
    private static OptionalInt version(DSLContext dsl, String schema) {
        boolean tableThere = dsl.fetchExists(DSL.selectOne()
                .from("INFORMATION_SCHEMA.TABLES") // upper case: with DATABASE_TO_UPPER=FALSE H2 folds nothing
                .where(DSL.field("TABLE_SCHEMA", String.class).eq(schema))
                .and(DSL.lower(DSL.field("TABLE_NAME", String.class)).eq("store_state")));
        Integer version = tableThere
                ? dsl.select(STORE_STATE.SCHEMA_VERSION).from(STORE_STATE).fetchOne(STORE_STATE.SCHEMA_VERSION)
                : null;
        return version == null ? OptionalInt.empty() : OptionalInt.of(version);
    }

    /**
     * With the schema before each table's name, so that the script works whatever the current schema is, and keeps it.
     */
    private String qualified(String script) {
        return TABLE_NAME
                .matcher(script.replace(SCHEMA, database.schema()))
                .replaceAll("$1" + database.schema() + ".$2");
    }

    private static boolean flywayPresent() {
        try {
            return FlywayRun.available();
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }

    static String path(Dialect dialect, String migration) {
        return dialect.migrations() + "/" + migration;
    }

    static String script(Dialect dialect, String migration) throws IOException {
        String name = path(dialect, migration);
        try (InputStream in = resources().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The class loader of the migrations, which are in the same module as the generated classes. */
    static ClassLoader resources() {
        return StoreState.class.getClassLoader();
    }

    /**
     * The schema to migrate.
     *
     * @param dialect the database
     * @param schema the schema's name as this database stores it
     * @param version its current version, empty if it has none
     */
    record Target(Dialect dialect, String schema, OptionalInt version) {}
}
