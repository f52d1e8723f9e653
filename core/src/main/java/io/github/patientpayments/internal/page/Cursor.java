package io.github.patientpayments.internal.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where a page ended: the sort keys of its last row, the run that it was read on, and a digest of the query that it
 * belongs to. Outside, an opaque string.
 *
 * @param baseRun the last run that had changed the mirror
 * @param query a digest of filter, sort and direction
 * @param keys the values of the sort's columns in the last row, as text
 */
public record Cursor(long baseRun, String query, List<String> keys) {

    private static final String VERSION = "1";
    private static final int DIGEST_LENGTH = 16;
    private static final char SEPARATOR = '\u0000'; // stands in no stored text

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
            // Not base64, or no number: no cursor either way.
        }
        throw none();
    }

    public static IllegalArgumentException none() {
        return new IllegalArgumentException("That is not a cursor: pass what next() of a page gave, as it is");
    }

    /** The last part is a digest of the others: a cursor that was cut might else be one for an earlier row. */
    public String text() {
        List<String> parts = new ArrayList<>(List.of(VERSION, Long.toString(baseRun), query));
        parts.addAll(keys);
        parts.add(digest(parts));
        byte[] plain = String.join(String.valueOf(SEPARATOR), parts).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }

    /** A short name for a query, which may hold a person's name itself. */
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
