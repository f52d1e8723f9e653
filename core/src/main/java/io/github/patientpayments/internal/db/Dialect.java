package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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

/** Everything in which the supported databases differ. */
public enum Dialect {
    /** The embedded default. Joins by index or by nested loops; DDL and TRUNCATE commit; no FULL JOIN. */
    H2(SQLDialect.H2) {
        @Override
        boolean transactionOpen(Connection connection, DSLContext dsl) throws SQLException {
            return !connection.getAutoCommit()
                    && dsl.fetchExists(DSL.selectOne()
                            .from("INFORMATION_SCHEMA.SESSIONS")
                            .where("SESSION_ID = SESSION_ID() AND CONTAINS_UNCOMMITTED"));
        }

        /**
         * A transaction that has only read can't be told from none, so it may be the host's. The next writer ends it.
         */
        @Override
        boolean questionBeginsTransaction(Connection connection) {
            return false;
        }

        @Override
        Runnable applyTimeouts(Connection connection, DSLContext dsl, Duration lockTimeout) {
            Object before = dsl.fetchValue("SELECT LOCK_TIMEOUT()");
            dsl.execute("SET LOCK_TIMEOUT " + lockTimeout.toMillis());
            return () -> dsl.execute("SET LOCK_TIMEOUT " + before);
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
        Optional<String> storageProblem(DSLContext dsl, String schema) {
            // Not by H2's own LOWER: it follows the machine's locale, and Turkish has another i.
            boolean caseIgnored = dsl.fetchExists(DSL.selectOne()
                    .from("INFORMATION_SCHEMA.COLUMNS")
                    .where(DSL.field("TABLE_SCHEMA", String.class).in(schema, schema.toUpperCase(Locale.ROOT)))
                    .and(DSL.field("DATA_TYPE", String.class).eq("VARCHAR_IGNORECASE")));
            return caseIgnored
                    ? Optional.of(
                            "The schema " + schema + " takes x1 and X1 for the same id: H2's IGNORECASE was on when it"
                                    + " was made. Make it anew without")
                    : Optional.empty();
        }

        @Override
        public void compareWholeSets(DSLContext dsl, Runnable comparison) {
            comparison.run();
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
        public void empty(Transaction transaction, List<Table<?>> tables) {
            deleteFrom(transaction, tables);
        }

        @Override
        BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
                throws SQLException {
            return new BatchLoader(transaction, table, columns);
        }

        @Override
        String useSchema(String schema) {
            return "SET SCHEMA " + schema;
        }

        @Override
        String useHostSchema(String hostSchema) {
            return "SET SCHEMA \"" + hostSchema + "\"";
        }
    },

    /** The production database, and those that speak its language. */
    POSTGRESQL(SQLDialect.POSTGRES) {
        @Override
        boolean transactionOpen(Connection connection, DSLContext dsl) throws SQLException {
            return PostgresSettings.transactionOpen(connection);
        }

        @Override
        boolean questionBeginsTransaction(Connection connection) throws SQLException {
            return !connection.getAutoCommit() && !PostgresSettings.transactionOpen(connection);
        }

        /** SET LOCAL ends with the transaction. A stream may be slow and a set large: only the lock has a limit. */
        @Override
        Runnable applyTimeouts(Connection connection, DSLContext dsl, Duration lockTimeout) throws SQLException {
            dsl.execute("SET LOCAL lock_timeout = " + lockTimeout.toMillis());
            dsl.execute("SET LOCAL statement_timeout = 0");
            dsl.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            // A machine that vanished must not hold the lock for the two hours that TCP waits by default.
            dsl.execute("SET LOCAL tcp_keepalives_idle = 60");
            dsl.execute("SET LOCAL tcp_keepalives_interval = 10");
            dsl.execute("SET LOCAL tcp_keepalives_count = 6");
            if (connection.getMetaData().getDatabaseMajorVersion() >= 17) {
                dsl.execute("SET LOCAL transaction_timeout = 0");
            }
            return () -> {};
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
        Optional<String> storageProblem(DSLContext dsl, String schema) {
            Object encoding = dsl.fetchValue("SHOW server_encoding");
            return "UTF8".equals(encoding)
                    ? Optional.empty()
                    : Optional.of(
                            "The database's encoding is " + encoding + ", which can't keep every name: the store needs"
                                    + " one that was created with ENCODING 'UTF8'");
        }

        /**
         * Whatever was loaded a view ago has no statistics yet: PostgreSQL takes it for a handful of rows and joins a
         * million with a million by nested loops, which never end.
         */
        @Override
        public void compareWholeSets(DSLContext dsl, Runnable comparison) {
            dsl.execute("SET LOCAL enable_nestloop = off");
            comparison.run();
            dsl.execute("SET LOCAL enable_nestloop TO DEFAULT");
            // A foreign key's own check keeps its plan too: made for ten patients, it would scan a million each time.
            dsl.execute("DISCARD PLANS");
        }

        /**
         * Without statistics PostgreSQL takes a million live rows for a handful, reads them all and sorts them, for a
         * page.
         */
        @Override
        <T> T byIndexes(Connection connection, Database.Work<T> query) throws SQLException {
            return PostgresSettings.during(
                    connection,
                    "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off;"
                            + " SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off",
                    query);
        }

        /** For the same reason it would join a million with ten thousand by nested loops. */
        @Override
        <T> T preferSetJoins(Connection connection, Database.Work<T> query) throws SQLException {
            return PostgresSettings.during(connection, "SET LOCAL enable_nestloop = off", query);
        }

        @Override
        public void empty(Transaction transaction, List<Table<?>> tables) {
            if (!PostgresTruncate.ifPossible(transaction, tables)) {
                deleteFrom(transaction, tables);
            }
        }

        /** By COPY, through a pool too, unless the host uses another driver or a wrapper hides it. */
        @Override
        BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
                throws SQLException {
            try {
                BulkLoader copy = PostgresCopy.ifReachable(transaction, table, columns);
                return copy != null ? copy : new BatchLoader(transaction, table, columns);
            } catch (NoClassDefFoundError e) {
                return new BatchLoader(transaction, table, columns); // without PostgreSQL's own driver
            }
        }

        @Override
        String useSchema(String schema) {
            return "SET search_path TO " + schema;
        }

        @Override
        String useHostSchema(String hostSchema) {
            return "RESET search_path";
        }
    };

    private final SQLDialect jooq;

    Dialect(SQLDialect jooq) {
        this.jooq = jooq;
    }

    /**
     * Recognises the database behind a connection.
     *
     * @throws IllegalArgumentException if it is another one
     */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new IllegalArgumentException(
                        "The store runs on PostgreSQL and H2; this data source leads to " + product);
        };
    }

    SQLDialect jooq() {
        return jooq;
    }

    /** Where this database's migrations lie on the class path. */
    String migrations() {
        return "META-INF/patient-payment-store/" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether the connection arrives with a transaction that is not ours to end. */
    abstract boolean transactionOpen(Connection connection, DSLContext dsl) throws SQLException;

    /** Whether a query on this connection begins a transaction that nobody but the store would end. */
    abstract boolean questionBeginsTransaction(Connection connection) throws SQLException;

    /**
     * Limits how long a statement of this transaction waits for a lock, and lifts the host's other limits.
     *
     * @return puts back what outlives the transaction
     */
    abstract Runnable applyTimeouts(Connection connection, DSLContext dsl, Duration lockTimeout) throws SQLException;

    /** Every row of the left table, with its partner where it has one. */
    public static Table<?> leftJoin(
            Collection<? extends SelectFieldOrAsterisk> columns, Table<?> left, Table<?> right, Condition on) {
        return DSL.select(columns).from(left.leftJoin(right).on(on)).asTable("matched");
    }

    /**
     * Every row of either table, with its partner where it has one; {@code leftMissing} tells rows without a left one.
     */
    public abstract Table<?> fullJoin(
            Collection<? extends SelectFieldOrAsterisk> columns,
            Table<?> left,
            Table<?> right,
            Condition on,
            Condition leftMissing);

    /** Why this database would not give back every id and name as it was given, if it would not. */
    abstract Optional<String> storageProblem(DSLContext dsl, String schema);

    /** Runs statements that join whole sets, in a way whose cost grows with their size and no faster. */
    public abstract void compareWholeSets(DSLContext dsl, Runnable comparison);

    /** Asks for a few rows that lie together in an index, however many there are beside them. */
    abstract <T> T byIndexes(Connection connection, Database.Work<T> query) throws SQLException;

    /** Asks for what takes in or joins whole sets, at a cost that grows with their size and no faster. */
    abstract <T> T preferSetJoins(Connection connection, Database.Work<T> query) throws SQLException;

    /** Empties working tables inside the transaction, without waiting for anybody. */
    public abstract void empty(Transaction transaction, List<Table<?>> tables);

    /** Starts to load rows in the fastest way that the connection allows. */
    abstract BulkLoader bulkLoader(Transaction transaction, Table<?> table, List<? extends Field<?>> columns)
            throws SQLException;

    /** The statement that makes unqualified names mean the store's schema. */
    abstract String useSchema(String schema);

    /** The statement that makes them mean what the host's connections begin with. */
    abstract String useHostSchema(String hostSchema);

    private static void deleteFrom(Transaction transaction, List<Table<?>> tables) {
        tables.forEach(table -> transaction.dsl().deleteFrom(table).execute());
    }
}
