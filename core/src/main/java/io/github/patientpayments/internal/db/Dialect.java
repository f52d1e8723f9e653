package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.PatientPayments.PATIENT_PAYMENTS;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
        HostSettings begin(Connection connection, DSLContext dsl, Duration lockTimeout) throws SQLException {
            return H2Settings.begin(connection, dsl, lockTimeout);
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
        Optional<String> settingsProblem(DSLContext dsl) {
            return H2Settings.problem(dsl);
        }

        @Override
        Optional<String> storageProblem(DSLContext dsl, String schema) {
            return H2Settings.storageProblem(dsl, schema);
        }

        @Override
        public void compareWholeSets(DSLContext dsl, Runnable comparison) {
            comparison.run();
        }

        @Override
        public void compareFewRows(DSLContext dsl, Runnable comparison) {
            comparison.run();
        }

        /** A transaction that has only read looks like none, so it may be the host's. The next writer ends it. */
        @Override
        <T> T query(Connection connection, DSLContext dsl, Plans plans, Function<DSLContext, T> query) {
            return query.apply(withUniqueTexts(dsl));
        }

        @Override
        boolean truncated(Transaction transaction, List<Table<?>> tables) {
            return false;
        }

        @Override
        boolean copied(Transaction transaction, Select<Record2<UUID, Long>> query, BulkReader.HashConsumer consumer) {
            return false;
        }

        @Override
        boolean loadsDirectly(Transaction transaction) {
            return true;
        }

        @Override
        boolean loadsWithoutIndexes() {
            return false;
        }

        @Override
        boolean mayDropIndexes(DSLContext dsl) {
            return false;
        }

        @Override
        boolean dropIndexes(DSLContext dsl) {
            return false;
        }

        @Override
        boolean makeIndexes(DSLContext dsl) {
            throw new UnsupportedOperationException("They are never dropped");
        }

        @Override
        BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
                throws SQLException {
            return new BatchLoader(transaction, table, columns);
        }

        @Override
        DataSource forMigration(DataSource host) {
            return host;
        }

        @Override
        boolean standby(DSLContext dsl) {
            return false;
        }

        @Override
        void discardPlans(Connection connection) {
            // They are kept for a few rows and for many: there is one way to join.
        }

        @Override
        void commit(Connection connection) throws SQLException {
            connection.commit();
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

        @Override
        HostSettings begin(Connection connection, DSLContext dsl, Duration lockTimeout) throws SQLException {
            PostgresSettings.begin(connection, lockTimeout);
            return () -> PostgresSettings.checkEnded(connection); // they end with the transaction
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
            return query(connection, dsl, Plans.ANY, LockHolder::ofSession);
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
        Optional<String> settingsProblem(DSLContext dsl) {
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
            withPlans("off", "on", dsl, comparison);
        }

        @Override
        public void compareFewRows(DSLContext dsl, Runnable comparison) {
            withPlans("on", "off", dsl, comparison);
        }

        private static void withPlans(String nestedLoops, String scans, DSLContext dsl, Runnable comparison) {
            Record before =
                    dsl.fetchSingle("SELECT current_setting('enable_nestloop'), current_setting('enable_seqscan'); "
                            + plans(nestedLoops, scans));
            comparison.run();
            dsl.execute(plans(before.get(0), before.get(1)));
        }

        /** By SET, not by set_config: Citus passes nothing else on to its workers. */
        private static String plans(Object nestedLoops, Object scans) {
            return "SET LOCAL enable_nestloop = " + nestedLoops + "; SET LOCAL enable_seqscan = " + scans;
        }

        @Override
        <T> T query(Connection connection, DSLContext dsl, Plans plans, Function<DSLContext, T> query)
                throws SQLException {
            return PostgresSettings.during(connection, dsl, plans, query);
        }

        @Override
        boolean truncated(Transaction transaction, List<Table<?>> tables) {
            return PostgresTruncate.ifPossible(transaction, tables);
        }

        @Override
        boolean copied(Transaction transaction, Select<Record2<UUID, Long>> query, BulkReader.HashConsumer consumer)
                throws SQLException {
            boolean reachable = BulkLoader.copyReachable(transaction);
            if (reachable) {
                PostgresCopy.read(transaction.connection(), transaction.dsl().renderInlined(query), consumer);
            }
            return reachable;
        }

        @Override
        boolean loadsDirectly(Transaction transaction) throws SQLException {
            return BulkLoader.copyReachable(transaction);
        }

        @Override
        boolean loadsWithoutIndexes() {
            return true;
        }

        @Override
        boolean mayDropIndexes(DSLContext dsl) {
            String schema = dsl.render(PATIENT_PAYMENTS);
            return isTrue(
                    dsl,
                    "SELECT has_function_privilege('" + schema + ".drop_indexes()', 'EXECUTE')"
                            + " AND has_function_privilege('" + schema + ".make_indexes()', 'EXECUTE')");
        }

        @Override
        boolean dropIndexes(DSLContext dsl) {
            boolean dropped = isTrue(dsl, "SELECT " + dsl.render(PATIENT_PAYMENTS) + ".drop_indexes()");
            if (!dropped) {
                LOG.debug("The indexes are kept during this load: see drop_indexes() in the schema");
            }
            return dropped;
        }

        private static boolean isTrue(DSLContext dsl, String query) {
            return Boolean.TRUE.equals(dsl.fetchValue(query));
        }

        @Override
        boolean makeIndexes(DSLContext dsl) {
            return isTrue(dsl, "SELECT " + dsl.render(PATIENT_PAYMENTS) + ".make_indexes()");
        }

        @Override
        BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
                throws SQLException {
            return BulkLoader.byCopy(transaction, table, columns);
        }

        @Override
        DataSource forMigration(DataSource host) {
            return PinnedPath.over(host);
        }

        @Override
        boolean standby(DSLContext dsl) {
            return Boolean.TRUE.equals(dsl.fetchValue("SELECT pg_is_in_recovery()"));
        }

        @Override
        void discardPlans(Connection connection) throws SQLException {
            PostgresSettings.execute(connection, "DISCARD PLANS");
        }

        @Override
        void commit(Connection connection) throws SQLException {
            PostgresSettings.commit(connection);
        }

        @Override
        boolean commitRefused(String state) {
            return SqlStates.commitRefusedByPostgres(state);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Dialect.class);

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
            throw new IllegalArgumentException("The store supports PostgreSQL and H2, from " + POSTGRESQL.leastMajor
                    + " and " + H2.leastMajor
                    + "." + H2.leastMinor + " on; the database of this data source is "
                    + (product == null ? "one whose driver does not name it" : product + " " + major + "." + minor));
        }
        return dialect;
    }

    /** Adds what a query of H2 needs to see what other connections have seen. */
    private static DSLContext withUniqueTexts(DSLContext dsl) {
        return dsl.configuration().deriveAppending(new UniqueText()).dsl();
    }

    /** Returns the dialect of a query. */
    static Dialect of(DSLContext dsl) {
        return dsl.dialect() == H2.jooq ? H2 : POSTGRESQL;
    }

    SQLDialect jooq() {
        return jooq;
    }

    /** The data source with which to migrate. */
    abstract DataSource forMigration(DataSource host);

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
    abstract HostSettings begin(Connection connection, DSLContext dsl, Duration lockTimeout) throws SQLException;

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
    abstract Optional<String> settingsProblem(DSLContext dsl);

    /** Why this schema can't store every id and name exactly; empty if it can. */
    abstract Optional<String> storageProblem(DSLContext dsl, String schema);

    /** Runs statements that look a few rows up in large tables, by their indexes. */
    public abstract void compareFewRows(DSLContext dsl, Runnable comparison);

    /** Runs statements that join whole tables, with plans whose cost is proportional to the size of the tables. */
    public abstract void compareWholeSets(DSLContext dsl, Runnable comparison);

    /** Runs a query. A transaction that it begins is ended, and the host's transaction has its own settings again. */
    abstract <T> T query(Connection connection, DSLContext dsl, Plans plans, Function<DSLContext, T> query)
            throws SQLException;

    /** Truncates working tables in the transaction, or returns false: without waiting for a lock. */
    abstract boolean truncated(Transaction transaction, List<Table<?>> tables);

    /** Reads hashes and ids by COPY and returns true, or returns false. */
    abstract boolean copied(
            Transaction transaction, Select<Record2<UUID, Long>> query, BulkReader.HashConsumer consumer)
            throws SQLException;

    /** Whether many rows can be loaded into the mirror's tables faster than by way of the stage. */
    abstract boolean loadsDirectly(Transaction transaction) throws SQLException;

    /** Whether that is so only without indexes. */
    abstract boolean loadsWithoutIndexes();

    /** Whether this role may have the indexes dropped. */
    abstract boolean mayDropIndexes(DSLContext dsl);

    /** Drops the indexes of the mirror's tables until the end of a first load, or returns false. */
    abstract boolean dropIndexes(DSLContext dsl);

    /** Makes them again, or returns false if an id is repeated. */
    abstract boolean makeIndexes(DSLContext dsl);

    /** Starts to load rows in the fastest way that the connection allows. */
    abstract BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
            throws SQLException;

    /** Whether this is a replica that follows its primary. */
    abstract boolean standby(DSLContext dsl);

    /** Has the session plan its statements anew. */
    abstract void discardPlans(Connection connection) throws SQLException;

    /** Commits, and makes sure that nothing else was done. */
    abstract void commit(Connection connection) throws SQLException;

    /** Whether an error of COMMIT means that the server has rolled back. */
    abstract boolean commitRefused(String state);
}
