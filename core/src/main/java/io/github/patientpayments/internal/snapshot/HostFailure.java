package io.github.patientpayments.internal.snapshot;

import java.util.function.Supplier;

/**
 * Carries an exception of the host's own stream or iterator past the code that translates the database's, so that it
 * comes out unchanged after the rollback, whatever its class.
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
    static <T> T guard(Supplier<T> hostsCode) {
        try {
            return hostsCode.get();
        } catch (RuntimeException e) {
            throw of(e);
        }
    }

    static HostFailure of(RuntimeException original) {
        return new HostFailure(original);
    }
}
