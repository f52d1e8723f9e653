package io.github.patientpayments.internal.erasure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** A key of the host, by which erased patients are recognized. Not thread-safe. */
final class ErasureKey {

    private static final byte OF_KEY = 0;
    private static final byte OF_ID = 1;
    private static final byte OF_CONTENT = 2;
    private static final int FINGERPRINT_LENGTH = 32;

    private final Mac mac;

    ErasureKey(SecretKey key) {
        try {
            this.mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256", e);
        }
    }

    /** The value by which this key itself is recognized. */
    String check() {
        return hash(OF_KEY, "");
    }

    /** What is stored of an erased patient's external id. */
    String hash(String externalId) {
        return hash(OF_ID, externalId);
    }

    /** What is stored of a fingerprint. */
    String seal(String fingerprint) {
        return hash(OF_CONTENT, fingerprint).substring(0, FINGERPRINT_LENGTH);
    }

    private String hash(byte purpose, String text) {
        mac.update(purpose);
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
