package io.github.patientpayments.examples.service.held;

import java.util.Optional;

/** Thrown if there is nothing to decide on, or not any more. */
public final class HeldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Decision> decision;

    private HeldException(String message, Optional<Decision> decision) {
        super(message, null, false, false);
        this.decision = decision;
    }

    static HeldException unknown(long run) {
        return new HeldException("No input of run " + run + " is held.", Optional.empty());
    }

    static HeldException decided(Decision decision) {
        return new HeldException("Already decided by " + decision.by() + ".", Optional.of(decision));
    }

    static HeldException isDeciding(Decision.Request other) {
        return new HeldException(other.signature().by() + " is deciding on it at this moment.", Optional.empty());
    }

    static HeldException ofAnotherStore(long run) {
        return new HeldException(
                "The input of run " + run + " was refused by another database. Dismiss it.", Optional.empty());
    }

    /** What was decided before; empty if there is nothing, or if it is not done yet. */
    public Optional<Decision> decision() {
        return decision;
    }
}
