package io.github.patientpayments.examples;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source over which a program dies just before a certain step: a statement or a commit, from its first about the
 * outbox on.
 */
final class Mortal {

    private static final List<Class<?>> WRAPPED = List.of(Connection.class, PreparedStatement.class, Statement.class);

    private final AtomicInteger steps = new AtomicInteger(-1);
    private final int lastStep;
    private final Runnable death;

    private Mortal(int lastStep, Runnable death) {
        this.lastStep = lastStep;
        this.death = death;
    }

    /** Dies after so many steps. */
    static DataSource dataSource(DataSource real, int lastStep, Runnable death) {
        return new Mortal(lastStep, death).wrap(DataSource.class, real);
    }

    private <T> T wrap(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                Mortal.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    @Nullable Object[] arguments = given == null ? new Object[0] : given;
                    if (isStep(method.getName(), arguments) && steps.incrementAndGet() >= lastStep) {
                        death.run();
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return WRAPPED.contains(method.getReturnType()) ? wrap(method.getReturnType(), result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private boolean isStep(String method, @Nullable Object[] arguments) {
        boolean aboutOutbox = Arrays.stream(arguments)
                .anyMatch(argument -> String.valueOf(argument).contains("outbox"));
        boolean begun = steps.get() >= 0 || aboutOutbox;
        return begun && (method.startsWith("execute") || method.equals("commit") || aboutOutbox);
    }
}
