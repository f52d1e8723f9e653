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
 * Who was erased. The store remembers a patient by a keyed hash of the id alone, and whether a key is the right one by
 * a hash of nothing under it. The hashes of all who were erased are held while a delivery is read: some hundred bytes
 * each.
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
     * Reads who was erased.
     *
     * @throws ErasureKeyException if somebody was, and the key is missing or another
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
     * What is kept of a fingerprint. Where erased patients may stand in the content, whoever knows all others could
     * tell by the fingerprint itself whether a guess at them is right.
     */
    public String seal(String fingerprint) {
        return erased.isEmpty() ? fingerprint : hash(OF_CONTENT, fingerprint).substring(0, FINGERPRINT_LENGTH);
    }

    /** What remains of an id. */
    public String hash(String externalId) {
        return hash(OF_ID, externalId);
    }

    /** What tells this key from another. */
    public String keyCheck() {
        return hash(OF_KEY, "");
    }

    private void checkKey(@Nullable String expected) {
        if (mac == null) {
            throw new ErasureKeyException("Patients were erased from this store, and without the key they can't be"
                    + " recognised: nothing was done. Build the store with erasureKey(…)");
        }
        if (!keyCheck().equals(expected)) {
            throw new ErasureKeyException("This is not the key with which patients were erased from this store, and"
                    + " they can't be recognised by it: nothing was done. Build the store with the right"
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
