package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** All differences between the supported databases. */
public enum Dialect {
    /** The embedded default. Only joins by index or by nested loops; DDL and TRUNCATE commit; no FULL JOIN. */
    H2(SQLDialect.H2, 2, 2) {
        @Override
        boolean transactionOpen(Connection connection, DSLContext dsl) throws SQLException {
            return !connection.getAutoCommit()
                    && dsl.fetchExists(DSL.selectOne()
                            .from("INFORMATION_SCHEMA.SESSIONS")
                            .where("SESSION_ID = SESSION_ID() AND CONTAINS_UNCOMMITTED"));
        }

        @Override
        HostSettings begin(Connection connection, Duration lockTimeout) throws SQLException {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            DSLContext dsl = DSL.using(connection, jooq());
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

        @Override
        Instant announceHolder(DSLContext dsl, long run) {
            return LockHolder.noteTime(dsl);
        }

        @Override
        void beforeCommit(DSLContext dsl) {
            LockHolder.clearTime(dsl);
        }

        @Override
        Optional<LockHolder> holder(Connection connection, DSLContext dsl) throws SQLException {
            return LockHolder.ofUncommitted(connection, dsl);
        }

        @Override
        public Table<?> fullJoin(
                Collection<? extends SelectFieldOrAsterisk> columns,
                Table<?> left,
                Table<?> right,
                Condition on,
                Condition leftMissing) {
            return DSL.select(columns)
                    .from(left.leftJoin(right).on(on))
                    .unionAll(DSL.select(columns)
                            .from(right.leftJoin(left).on(on))
                            .where(leftMissing))
                    .asTable("matched");
        }

        @Override
        Optional<String> settingsProblem(Connection connection) {
            return H2Settings.problem(DSL.using(connection, jooq()));
        }

        @Override
        Optional<String> storageProblem(DSLContext dsl, String schema) {
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

        @Override
        public void compareWholeSets(DSLContext dsl, Runnable comparison) {
            comparison.run();
        }

        /** A transaction that has only read looks like none, so it may be the host's. The next writer ends it. */
        @Override
        <T> T query(Connection connection, Database.Work<T> query) throws SQLException {
            return query.on(connection);
        }

        @Override
        <T> T byIndexes(Connection connection, Database.Work<T> query) throws SQLException {
            return query.on(connection);
        }

        @Override
        <T> T preferSetJoins(Connection connection, Database.Work<T> query) throws SQLException {
            return query.on(connection);
        }

        @Override
        boolean truncated(Transaction transaction, List<Table<?>> tables) {
            return false;
        }

        @Override
        BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
                throws SQLException {
            return new BatchLoader(transaction, table, columns);
        }

        @Override
        DSLContext forQueries(DSLContext dsl) {
            return dsl.configuration().deriveAppending(new UniqueText()).dsl();
        }

        @Override
        boolean commitRefused(String state) {
            return SqlStates.commitRefusedByH2(state);
        }
    },

    /** The production database, and others that are compatible with it. MERGE came with 15. */
    POSTGRESQL(SQLDialect.POSTGRES, 15, 0) {
        @Override
        boolean transactionOpen(Connection connection, DSLContext dsl) throws SQLException {
            return PostgresSettings.transactionOpen(connection);
        }

        /**
         * All of it ends with the transaction, so that no pooler that shares sessions keeps it. Only waiting for the
         * lock is limited, since a stream may be slow and a set large. A client that has disappeared must not hold the
         * lock for the two hours that TCP waits by default.
         */
        @Override
        HostSettings begin(Connection connection, Duration lockTimeout) throws SQLException {
            connection.setAutoCommit(false);
            List<String> settings = new ArrayList<>(List.of(
                    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                    PostgresSettings.ALWAYS,
                    "SET LOCAL lock_timeout = " + lockTimeout.toMillis(),
                    "SET LOCAL statement_timeout = 0",
                    "SET LOCAL idle_in_transaction_session_timeout = 0",
                    "SET LOCAL tcp_keepalives_idle = 60",
                    "SET LOCAL tcp_keepalives_interval = 10",
                    "SET LOCAL tcp_keepalives_count = 6",
                    // The session keeps plans, also of foreign keys: one made for ten rows is too slow for a million.
                    "DISCARD PLANS"));
            if (connection.getMetaData().getDatabaseMajorVersion() >= 17) {
                settings.add("SET LOCAL transaction_timeout = 0");
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(String.join("; ", settings));
            }
            return () -> {};
        }

        @Override
        Instant announceHolder(DSLContext dsl, long run) {
            return LockHolder.nameSession(dsl, run);
        }

        @Override
        void beforeCommit(DSLContext dsl) {
            // The name of the session ends with the transaction.
        }

        @Override
        Optional<LockHolder> holder(Connection connection, DSLContext dsl) throws SQLException {
            return query(connection, prepared -> LockHolder.ofSession(dsl));
        }

        @Override
        public Table<?> fullJoin(
                Collection<? extends SelectFieldOrAsterisk> columns,
                Table<?> left,
                Table<?> right,
                Condition on,
                Condition leftMissing) {
            return DSL.select(columns).from(left.fullJoin(right).on(on)).asTable("matched");
        }

        @Override
        Optional<String> settingsProblem(Connection connection) {
            return Optional.empty();
        }

        @Override
        Optional<String> storageProblem(DSLContext dsl, String schema) {
            Object encoding = dsl.fetchValue("SHOW server_encoding");
            return "UTF8".equals(encoding)
                    ? Optional.empty()
                    : Optional.of(
                            "The database's encoding is " + encoding + ", which can't keep every name: the store needs"
                                    + " one that was created with ENCODING 'UTF8'");
        }

        /**
         * A table that was just loaded has no statistics yet. PostgreSQL would assume a few rows, and join a million
         * with a million by nested loops, which does not finish in any useful time.
         */
        @Override
        public void compareWholeSets(DSLContext dsl, Runnable comparison) {
            dsl.execute("SET LOCAL enable_nestloop = off");
            comparison.run();
            dsl.execute("SET LOCAL enable_nestloop TO DEFAULT");
        }

        @Override
        <T> T query(Connection connection, Database.Work<T> query) throws SQLException {
            return PostgresSettings.during(connection, PostgresSettings.ALWAYS, query);
        }

        /**
         * Without statistics PostgreSQL assumes few live rows, and would read and sort a million of them for each page.
         */
        @Override
        <T> T byIndexes(Connection connection, Database.Work<T> query) throws SQLException {
            return PostgresSettings.during(
                    connection,
                    PostgresSettings.ALWAYS
                            + "; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
                            + " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off",
                    query);
        }

        /** Without statistics PostgreSQL would join a million with ten thousand by nested loops. */
        @Override
        <T> T preferSetJoins(Connection connection, Database.Work<T> query) throws SQLException {
            return PostgresSettings.during(
                    connection,
                    PostgresSettings.ALWAYS
                            + "; SET LOCAL enable_nestloop = off; SET LOCAL plan_cache_mode = force_custom_plan",
                    query);
        }

        @Override
        boolean truncated(Transaction transaction, List<Table<?>> tables) {
            return PostgresTruncate.ifPossible(transaction, tables);
        }

        /** By COPY, also through a pool, unless the driver is another one or a wrapper hides it. */
        @Override
        BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
                throws SQLException {
            try {
                BulkLoader copy = PostgresCopy.ifReachable(transaction, table, columns);
                return copy != null ? copy : new BatchLoader(transaction, table, columns);
            } catch (NoClassDefFoundError e) {
                return new BatchLoader(transaction, table, columns); // PostgreSQL's own driver is not on the class path
            }
        }

        @Override
        DSLContext forQueries(DSLContext dsl) {
            return dsl;
        }

        @Override
        boolean commitRefused(String state) {
            return SqlStates.commitRefusedByPostgres(state);
        }
    };

    private final SQLDialect jooq;
    private final int leastMajor;
    private final int leastMinor;

    Dialect(SQLDialect jooq, int leastMajor, int leastMinor) {
        this.jooq = jooq;
        this.leastMajor = leastMajor;
        this.leastMinor = leastMinor;
    }

    /**
     * Returns the dialect of a connection.
     *
     * @throws IllegalArgumentException if the database or its version is not supported
     */
    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String product = database.getDatabaseProductName();
        Dialect dialect = "H2".equals(product) ? H2 : "PostgreSQL".equals(product) ? POSTGRESQL : null;
        int major = database.getDatabaseMajorVersion();
        int minor = database.getDatabaseMinorVersion();
        if (dialect == null
                || major < dialect.leastMajor
                || (major == dialect.leastMajor && minor < dialect.leastMinor)) {
            throw new IllegalArgumentException(
                    "The store supports PostgreSQL and H2, from " + POSTGRESQL.leastMajor + " and " + H2.leastMajor
                            + "." + H2.leastMinor + " on; the database of this data source is " + product + " " + major
                            + "." + minor);
        }
        return dialect;
    }

    SQLDialect jooq() {
        return jooq;
    }

    /** The directory of this database's migrations on the class path. */
    String migrations() {
        return "META-INF/patient-payment-store/" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether the connection has an open transaction already, which belongs to the host. */
    abstract boolean transactionOpen(Connection connection, DSLContext dsl) throws SQLException;

    /**
     * Begins a writer's transaction: READ COMMITTED, since under stricter levels a writer that waited for the lock
     * would work on what it saw before it waited; with a limit of the time that a statement waits for a lock, and
     * without the host's other limits.
     *
     * @return restores the host's settings after the transaction
     */
    abstract HostSettings begin(Connection connection, Duration lockTimeout) throws SQLException;

    /** The host's settings of a connection. */
    @FunctionalInterface
    interface HostSettings {
        void restore() throws SQLException;
    }

    /** Shows other writers that this transaction holds the lock, and returns the time of the database. */
    abstract Instant announceHolder(DSLContext dsl, long run);

    /** Undoes what the commit must not keep. */
    abstract void beforeCommit(DSLContext dsl);

    /** The writer that holds the lock, on a writer's connection without a transaction. Empty if it can't be seen. */
    abstract Optional<LockHolder> holder(Connection connection, DSLContext dsl) throws SQLException;

    /** A left join as a derived table. */
    public static Table<?> leftJoin(
            Collection<? extends SelectFieldOrAsterisk> columns, Table<?> left, Table<?> right, Condition on) {
        return DSL.select(columns).from(left.leftJoin(right).on(on)).asTable("matched");
    }

    /** A full join as a derived table; {@code leftMissing} is true for rows without a row of the left table. */
    public abstract Table<?> fullJoin(
            Collection<? extends SelectFieldOrAsterisk> columns,
            Table<?> left,
            Table<?> right,
            Condition on,
            Condition leftMissing);

    /** Which setting of the server the store can't work with; empty if it can. */
    abstract Optional<String> settingsProblem(Connection connection);

    /** Why this schema can't store every id and name exactly; empty if it can. */
    abstract Optional<String> storageProblem(DSLContext dsl, String schema);

    /** Runs statements that join whole tables, with plans whose cost is proportional to the size of the tables. */
    public abstract void compareWholeSets(DSLContext dsl, Runnable comparison);

    /** Runs a query. A transaction that it begins is ended, and the host's transaction has its own settings again. */
    abstract <T> T query(Connection connection, Database.Work<T> query) throws SQLException;

    /** Runs a query for a few rows that are adjacent in an index, however large the table is. */
    abstract <T> T byIndexes(Connection connection, Database.Work<T> query) throws SQLException;

    /** Runs a query that aggregates or joins whole tables, with a plan whose cost is proportional to their size. */
    abstract <T> T preferSetJoins(Connection connection, Database.Work<T> query) throws SQLException;

    /** Truncates working tables in the transaction, or returns false: without waiting for a lock. */
    abstract boolean truncated(Transaction transaction, List<Table<?>> tables);

    /** Starts to load rows in the fastest way that the connection allows. */
    abstract BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
            throws SQLException;

    /** Adds what a query needs to see what other connections have seen. */
    abstract DSLContext forQueries(DSLContext dsl);

    /** Whether an error of COMMIT means that the server has rolled back. */
    abstract boolean commitRefused(String state);
}
