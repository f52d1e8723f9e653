package io.github.patientpayments.internal.db;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** Unlike DELETE, TRUNCATE leaves no dead rows. But it needs a privilege, and a lock that a running pg_dump blocks. */
final class PostgresTruncate {

    private PostgresTruncate() {}

    /** Empties the tables and returns true, or leaves them unchanged and returns false. */
    static boolean ifPossible(Transaction transaction, List<Table<?>> tables) {
        return permitted(transaction, tables) && done(transaction, tables);
    }

    private static boolean permitted(Transaction transaction, List<Table<?>> tables) {
        List<Condition> granted = tables.stream()
                .map(table -> DSL.inline(transaction.dsl().render(table)))
                .map(name ->
                        DSL.condition(DSL.function("has_table_privilege", Boolean.class, name, DSL.inline("TRUNCATE"))))
                .toList();
        return transaction.dsl().fetchExists(DSL.selectOne().where(granted));
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
