package io.github.patientpayments.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/** A real data source in which a test steps between the store and the driver: a fault where faults can happen. */
final class Intercepted {

    private static final List<Class<?>> WRAPPED = List.of(
            DataSource.class, Connection.class, PreparedStatement.class, Statement.class, DatabaseMetaData.class);

    private Intercepted() {}

    /** Every call to the data source, its connections and their statements goes through the interceptor. */
    static DataSource dataSource(DataSource real, Interceptor interceptor) {
        return wrap(DataSource.class, real, interceptor);
    }

    /** Throws or does something of its own before, instead of, or after a call. */
    @FunctionalInterface
    interface Interceptor {
        Object call(Call call) throws Throwable;
    }

    /** A call on its way to the driver. */
    record Call(Object target, Method method, List<Object> arguments) {

        boolean is(Class<?> type, String name) {
            return type.isInstance(target) && method.getName().equals(name);
        }

        /** The SQL that is prepared or executed by this call, or nothing. */
        String sql() {
            return !arguments.isEmpty() && arguments.get(0) instanceof String sql ? sql : "";
        }

        Connection connection() {
            return (Connection) target;
        }

        Object proceed() throws Throwable {
            try {
                return method.invoke(target, arguments.toArray());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static <T> T wrap(Class<T> type, Object real, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                Intercepted.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object result = interceptor.call(
                            new Call(real, method, arguments == null ? List.of() : Arrays.asList(arguments)));
                    return WRAPPED.contains(method.getReturnType())
                            ? wrap(method.getReturnType(), result, interceptor)
                            : result;
                }));
    }
}
