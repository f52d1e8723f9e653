package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The writer that holds the lock, as others see it although it has committed nothing. On PostgreSQL its session is
 * listed under another name until the transaction ends; on H2 others can read what is not committed.
 *
 * @param run the number that its run will have
 * @param since the time of the database at which it had the lock
 */
record LockHolder(long run, Instant since) {

    private static final String NAME = "patient-payment-store run ";
    private static final Pattern SESSION = Pattern.compile(NAME + "(\\d+) since (\\S+)");

    /** Names the session, and returns the time of the database. */
    static Instant nameSession(DSLContext dsl, long run) {
        Field<Instant> now = DSL.field("clock_timestamp()", SQLDataType.INSTANT);
        Field<String> name = DSL.field(
                "set_config('application_name', {0} || to_char({1} AT TIME ZONE 'UTC', {2}), true)",
                String.class, DSL.val(NAME + run + " since "), now, DSL.val("YYYY-MM-DD\"T\"HH24:MI:SS\"Z\""));
        return dsl.select(now, name).fetchSingle().value1();
    }

    /**
     * The session with such a name that has a lock on the table of the lock row, as those that wait for it have too.
     */
    static Optional<LockHolder> ofSession(DSLContext dsl) {
        return dsl
                .select(DSL.field("a.application_name", String.class))
                .from("pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid AND a.datname = current_database()")
                .where("l.locktype = 'relation' AND l.relation = to_regclass({0})", DSL.val(dsl.render(STORE_STATE)))
                .fetch()
                .stream()
                .map(row -> SESSION.matcher(row.value1()))
                .filter(Matcher::matches)
                .map(name -> new LockHolder(Long.parseLong(name.group(1)), Instant.parse(name.group(2))))
                .findFirst();
    }

    /** Notes the time in the lock row, and returns it. */
    static Instant noteTime(DSLContext dsl) {
        Instant now = dsl.select(DSL.field("CURRENT_TIMESTAMP", SQLDataType.INSTANT))
                .fetchSingle()
                .value1();
        dsl.update(STORE_STATE).set(STORE_STATE.HELD_SINCE, now).execute();
        return now;
    }

    /** Before the commit. */
    static void clearTime(DSLContext dsl) {
        dsl.update(STORE_STATE).setNull(STORE_STATE.HELD_SINCE).execute();
    }

    /** The number of the last run is read as committed, since the holder may have raised it already. */
    static Optional<LockHolder> ofUncommitted(Connection connection, DSLContext dsl) throws SQLException {
        long lastRun =
                dsl.select(STORE_STATE.LAST_RUN).from(STORE_STATE).fetchSingle().value1();
        connection.rollback();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        return dsl.select(STORE_STATE.HELD_SINCE)
                .from(STORE_STATE)
                .fetchOptional(STORE_STATE.HELD_SINCE)
                .map(since -> new LockHolder(lastRun + 1, since));
    }
}
