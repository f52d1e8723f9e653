package io.github.patientpayments.internal.db;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of a writer's transaction, and how the transaction ends.
 *
 * @param result the result
 * @param commits whether the transaction is committed
 * @param afterRollback run in the same transaction after its work was rolled back, and committed; returns the final
 *     result; null for none
 */
public record TransactionResult<T>(
        T result, boolean commits, @Nullable Function<Transaction, T> afterRollback) {

    /** Commits. */
    public static <T> TransactionResult<T> commit(T result) {
        return new TransactionResult<>(result, true, null);
    }

    /** Rolls back. */
    public static <T> TransactionResult<T> rollBack(T result) {
        return new TransactionResult<>(result, false, null);
    }

    /** Rolls back, then runs a function under the same lock. If that fails, the given result is returned. */
    public static <T> TransactionResult<T> rollBack(T result, Function<Transaction, T> afterRollback) {
        return new TransactionResult<>(result, false, afterRollback);
    }
}
