package io.github.patientpayments.internal.record;

import java.util.UUID;

/** The secret of a store with which the hashes of its records are keyed. Its {@code toString} does not show it. */
public record HashKey(long first, long second) {

    /** The key in the form in which the store keeps it. */
    public static HashKey of(UUID stored) {
        return new HashKey(stored.getMostSignificantBits(), stored.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return "HashKey";
    }
}
