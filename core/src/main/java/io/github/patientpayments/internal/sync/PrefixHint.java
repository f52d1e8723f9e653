package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.erasure.FingerprintSeal;
import io.github.patientpayments.internal.record.SetSummary;
import java.util.stream.Collectors;

/**
 * The fingerprints of the prefixes of the last full set, by which a set that is read ahead is found to differ before
 * its end. Only a hint: elements in another order differ too, and are recognized once the whole set has been read.
 */
final class PrefixHint {

    /** Enough for a hint, and little in the lock row, which each run writes. */
    private static final int DIGITS = 8;

    private final String stored;
    private final FingerprintSeal seal;
    private int compared;

    PrefixHint(String stored, FingerprintSeal seal) {
        this.stored = stored;
        this.seal = seal;
    }

    /** The form in which the prefixes of a set are stored. */
    static String of(SetSummary set, FingerprintSeal seal) {
        return set.prefixes().stream().map(prefix -> digits(prefix, seal)).collect(Collectors.joining());
    }

    /** Whether a set may still be the same, after its next element. */
    boolean mayBeEqual(SetSummary readSoFar) {
        if (readSoFar.prefixes().size() == compared) {
            return readSoFar.allValid();
        }
        String next = digits(readSoFar.prefixes().get(compared), seal);
        return stored.startsWith(next, DIGITS * compared++);
    }

    private static String digits(String prefix, FingerprintSeal seal) {
        return seal.of(prefix).substring(0, DIGITS);
    }
}
