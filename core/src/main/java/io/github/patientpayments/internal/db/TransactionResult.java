package io.github.patientpayments.internal.db;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a writer's transaction is to end.
 *
 * @param result what comes out of it
 * @param commits whether what was done stays
 * @param instead what is done in a transaction of its own after the rollback, which then tells the result; null for
 *     nothing
 */
public record TransactionResult<T>(
        T result, boolean commits, @Nullable Function<Transaction, T> instead) {

    /** What was done stays. */
    public static <T> TransactionResult<T> commit(T result) {
        return new TransactionResult<>(result, true, null);
    }

    /** What was done was only tried. */
    public static <T> TransactionResult<T> rollBack(T result) {
        return new TransactionResult<>(result, false, null);
    }

    /** What was done does not stay, but something is to be told of it. If that fails, the result stands as it is. */
    public static <T> TransactionResult<T> rollBack(T result, Function<Transaction, T> instead) {
        return new TransactionResult<>(result, false, instead);
    }
}
