package io.github.patientpayments.internal.db;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Unlike DELETE, TRUNCATE leaves no dead rows. But it needs a privilege, and a lock that a running pg_dump blocks; and
 * for a few rows it takes ten times as long, since it makes new files.
 */
final class PostgresTruncate {

    /** In bytes, dead rows included: they are not many until the next TRUNCATE. */
    private static final long SMALL = 1 << 20;

    private PostgresTruncate() {}

    /** Empties the tables and returns true, or leaves them unchanged and returns false. */
    static boolean ifPossible(Transaction transaction, List<Table<?>> tables) {
        return worthwhile(transaction, tables) && done(transaction, tables);
    }

    private static boolean worthwhile(Transaction transaction, List<Table<?>> tables) {
        List<Param<String>> names = tables.stream()
                .map(table -> DSL.inline(transaction.dsl().render(table)))
                .toList();
        Field<Long> size = names.stream()
                .map(name -> DSL.field("pg_table_size({0}::regclass)", Long.class, name))
                .reduce(DSL.inline(0L), Field::plus);
        List<Condition> granted = names.stream()
                .map(name ->
                        DSL.condition(DSL.function("has_table_privilege", Boolean.class, name, DSL.inline("TRUNCATE"))))
                .toList();
        return transaction.dsl().fetchExists(DSL.selectOne().where(granted).and(size.gt(DSL.inline(SMALL))));
    }

    private static boolean done(Transaction transaction, List<Table<?>> tables) {
        DSLContext dsl = transaction.dsl();
        String names = String.join(", ", tables.stream().map(dsl::render).toList());
        try {
            Savepoint before = transaction.connection().setSavepoint();
            boolean locked = locked(transaction, names, before);
            transaction.connection().releaseSavepoint(before);
            if (locked) {
                dsl.execute("TRUNCATE " + names);
            }
            return locked;
        } catch (SQLException e) {
            throw new DataAccessException("A savepoint could not be used", e);
        }
    }

    private static boolean locked(Transaction transaction, String names, Savepoint before) throws SQLException {
        try {
            transaction.dsl().execute("LOCK TABLE " + names + " IN ACCESS EXCLUSIVE MODE NOWAIT");
            return true;
        } catch (DataAccessException e) {
            if (!SqlStates.LOCK_NOT_AVAILABLE.equals(e.sqlState())) {
                throw e;
            }
            transaction.connection().rollback(before);
            return false;
        }
    }
}
