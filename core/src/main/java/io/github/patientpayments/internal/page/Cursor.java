package io.github.patientpayments.internal.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The end of a page: the sort keys of its last row, the base run, and a digest of the query. Opaque to the host.
 *
 * @param baseRun the base run of the page
 * @param query a digest of filter, sort and direction
 * @param keys the values of the sort's columns in the last row, as text
 */
public record Cursor(long baseRun, String query, List<String> keys) {

    private static final String VERSION = "1";
    private static final int DIGEST_LENGTH = 16;
    private static final char SEPARATOR = '\u0000'; // occurs in no stored text

    public static Cursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> parts = List.of(plain.split(String.valueOf(SEPARATOR), -1));
            if (parts.size() > 4) {
                Cursor cursor =
                        new Cursor(Long.parseLong(parts.get(1)), parts.get(2), parts.subList(3, parts.size() - 1));
                if (cursor.text().equals(text)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException e) {
            // Not base64, or not a number.
        }
        throw none();
    }

    public static IllegalArgumentException none() {
        return new IllegalArgumentException("That is not a cursor: pass the value of next() of a page, unchanged");
    }

    /** The last part is a digest of the others, since a truncated cursor could be a valid one for another row. */
    public String text() {
        List<String> parts = new ArrayList<>(List.of(VERSION, Long.toString(baseRun), query));
        parts.addAll(keys);
        parts.add(digest(parts));
        byte[] plain = String.join(String.valueOf(SEPARATOR), parts).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }

    /** A digest of a query, which itself may contain personal data. */
    public static String digest(Object... query) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(List.of(query).toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
