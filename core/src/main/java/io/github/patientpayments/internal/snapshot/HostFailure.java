package io.github.patientpayments.internal.snapshot;

import java.util.function.Supplier;

/**
 * Wraps an exception that the host's stream, iterator or check threw, so that it is not translated like the database's
 * exceptions. After the rollback, the original is rethrown unchanged.
 */
public final class HostFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeException original;

    private HostFailure(RuntimeException original) {
        super(null, original, false, false);
        this.original = original;
    }

    public RuntimeException original() {
        return original;
    }

    /** Calls the host's code. */
    public static <T> T call(Supplier<T> hostCode) {
        try {
            return hostCode.get();
        } catch (RuntimeException e) {
            throw of(e);
        }
    }

    static HostFailure of(RuntimeException original) {
        return new HostFailure(original);
    }
}
