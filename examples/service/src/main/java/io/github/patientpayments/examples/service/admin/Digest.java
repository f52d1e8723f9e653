package io.github.patientpayments.examples.service.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256. */
final class Digest {

    private Digest() {}

    static String of(String text) {
        return HexFormat.of().formatHex(bytes(text));
    }

    /** Compares digests, which have the same length, so that the time it takes reveals nothing about the secret. */
    static boolean isSame(String given, String secret) {
        return MessageDigest.isEqual(bytes(given), bytes(secret));
    }

    private static byte[] bytes(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform supports SHA-256", e);
        }
    }
}
