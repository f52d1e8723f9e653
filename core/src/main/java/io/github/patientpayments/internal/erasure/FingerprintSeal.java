package io.github.patientpayments.internal.erasure;

import java.util.List;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Keys the fingerprints of prefixes with the host's first erasure key, as {@link SuppressionList#seal} does with those
 * of whole sets. They are keyed even if nobody was erased, since they are compared before the list is read. Not
 * thread-safe.
 */
public final class FingerprintSeal {

    private final @Nullable ErasureKey key;

    public FingerprintSeal(List<SecretKey> keys) {
        this.key = keys.isEmpty() ? null : new ErasureKey(keys.get(0));
    }

    /** The form in which a fingerprint is stored. */
    public String of(String fingerprint) {
        return key == null ? fingerprint : key.seal(fingerprint);
    }
}
