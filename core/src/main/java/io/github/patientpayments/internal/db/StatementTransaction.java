package io.github.patientpayments.internal.db;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.DataAccessException;
import org.jooq.tools.jdbc.DefaultPreparedStatement;

/**
 * Executes each query on PostgreSQL in a transaction of its own, with settings, and ends it: all in one round trip. The
 * driver begins the transaction in the same one.
 *
 * @param settings the statements before the query
 */
record StatementTransaction(String settings) implements ExecuteListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void prepareStart(ExecuteContext context) {
        context.sql(settings + "; " + context.sql() + "; ROLLBACK");
    }

    /** A fetch size of the host would leave rows in a cursor, which ends with the transaction. */
    @Override
    public void prepareEnd(ExecuteContext context) {
        try {
            context.statement().setFetchSize(0);
        } catch (SQLException e) {
            throw new DataAccessException("The fetch size of a query can't be set", e);
        }
        context.statement(new AfterSettings(context.statement()));
    }

    /** Has the result of the first statement that returns rows. */
    private static final class AfterSettings extends DefaultPreparedStatement {

        AfterSettings(PreparedStatement statement) {
            super(statement);
        }

        @Override
        public boolean execute() throws SQLException {
            boolean rows = super.execute();
            while (!rows && getUpdateCount() != -1) {
                rows = getMoreResults();
            }
            return rows;
        }
    }
}
