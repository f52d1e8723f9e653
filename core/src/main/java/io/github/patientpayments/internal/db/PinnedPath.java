package io.github.patientpayments.internal.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A PostgreSQL data source whose connections have an empty search_path until they are closed. A constraint keeps the
 * operator with which it was created, so that one from a schema of the host's path would stay in ours.
 */
final class PinnedPath {

    private PinnedPath() {}

    static DataSource over(DataSource host) {
        return proxy(DataSource.class, host, (method, proceed) -> {
            Object result = proceed.call();
            return result instanceof Connection connection ? pinned(connection) : result;
        });
    }

    private static Connection pinned(Connection connection) throws SQLException {
        String hosts;
        try {
            hosts = setPath(connection, "");
        } catch (SQLException e) {
            CleanUp.abort(connection);
            CleanUp.quietly("give the connection back", connection::close);
            throw e;
        }
        return proxy(Connection.class, connection, (method, proceed) -> {
            if (method.equals("close") && !connection.isClosed()) {
                restore(connection, hosts);
            }
            return proceed.call();
        });
    }

    private static void restore(Connection connection, String hosts) throws SQLException {
        boolean restored = (connection.getAutoCommit() || CleanUp.quietly("roll back", connection::rollback))
                && CleanUp.quietly("restore the search_path", () -> setPath(connection, hosts));
        if (!restored) {
            CleanUp.abort(connection);
        }
    }

    /** Returns the path before. */
    private static String setPath(Connection connection, String path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT pg_catalog.current_setting('search_path'), pg_catalog.set_config('search_path', ?, false)")) {
            statement.setString(1, path);
            String before;
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                before = row.getString(1);
            }
            if (!connection.getAutoCommit()) {
                connection.commit(); // a rollback would undo it
            }
            return before;
        }
    }

    private static <T> T proxy(Class<T> type, T real, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                PinnedPath.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> interceptor.call(method.getName(), () -> {
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }

    @FunctionalInterface
    private interface Interceptor {
        Object call(String method, Proceeding proceed) throws Throwable;
    }

    @FunctionalInterface
    private interface Proceeding {
        Object call() throws Throwable;
    }
}
