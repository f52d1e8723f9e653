package io.github.patientpayments.internal.erasure;

import static io.github.patientpayments.jooq.internal.tables.Erasures.ERASURES;

import io.github.patientpayments.ErasureKeyException;
import io.github.patientpayments.internal.db.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The list of erased patients. Of each, the store keeps only a keyed hash of the external id, and it recognizes the key
 * by the keyed hash of an empty text. All hashes are in memory while an input is read, at about a hundred bytes each.
 */
public final class SuppressionList {

    private static final byte OF_KEY = 0;
    private static final byte OF_ID = 1;
    private static final byte OF_CONTENT = 2;
    private static final int FINGERPRINT_LENGTH = 32;

    private final @Nullable Mac mac;
    private final Set<String> erased;

    private SuppressionList(@Nullable Mac mac, Set<String> erased) {
        this.mac = mac;
        this.erased = erased;
    }

    /**
     * Reads the list.
     *
     * @throws ErasureKeyException if it is not empty, and the key is missing or is another one
     */
    public static SuppressionList in(Transaction transaction, @Nullable SecretKey key) {
        Set<String> erased = transaction
                .dsl()
                .select(ERASURES.EXTERNAL_ID_HMAC)
                .from(ERASURES)
                .fetchSet(ERASURES.EXTERNAL_ID_HMAC);
        SuppressionList suppression = new SuppressionList(key == null ? null : mac(key), erased);
        if (!erased.isEmpty()) {
            suppression.checkKey(transaction.state().getErasureKeyCheck());
        }
        return suppression;
    }

    /** Whether a patient was erased. */
    public boolean contains(Optional<String> patientExternalId) {
        return !erased.isEmpty() && patientExternalId.isPresent() && erased.contains(hash(patientExternalId.get()));
    }

    /**
     * The form in which a fingerprint is stored. The content may include erased patients, and a plain fingerprint would
     * let somebody who knows all other records verify a guess at them.
     */
    public String seal(String fingerprint) {
        return erased.isEmpty() ? fingerprint : hash(OF_CONTENT, fingerprint).substring(0, FINGERPRINT_LENGTH);
    }

    /** The keyed hash of an external id. */
    public String hash(String externalId) {
        return hash(OF_ID, externalId);
    }

    /** The value by which this key is recognized. */
    public String keyCheck() {
        return hash(OF_KEY, "");
    }

    private void checkKey(@Nullable String expected) {
        if (mac == null) {
            throw new ErasureKeyException("Patients were erased from this store, and without the key they can't be"
                    + " recognized: nothing was done. Build the store with erasureKey(…)");
        }
        if (!keyCheck().equals(expected)) {
            throw new ErasureKeyException("This is not the key with which patients were erased from this store, and"
                    + " they can't be recognized by it: nothing was done. Build the store with the right"
                    + " erasureKey(…)");
        }
    }

    private String hash(byte purpose, String text) {
        if (mac == null) {
            throw new ErasureKeyException("To erase a patient, the store needs a key: build it with erasureKey(…)");
        }
        mac.update(purpose);
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256", e);
        }
    }
}
