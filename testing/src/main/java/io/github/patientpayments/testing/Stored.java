package io.github.patientpayments.testing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is true of everything that a store returns. */
final class Stored {

    /** The time of records that say nothing about it. */
    static final Instant TIME = Instant.parse("2025-01-01T03:00:00Z");

    private static final int MIN_DECIMALS = 2;
    private static final int MAX_DECIMALS = 4;
    private static final int MAX_LENGTH = 250;
    private static final int LAST_IMPOSSIBLE_YEAR = 1900;
    private static final int LAST_YEAR = 9999;

    private Stored() {}

    /** An id that is always the same for the same record, is not its external id, and fits a number of JavaScript. */
    static long id(String type, String externalId) {
        return 1 + (Draw.hash(type + " " + externalId) >>> 24);
    }

    static long positive(long id) {
        if (id < 1) {
            throw new IllegalArgumentException("The id of a stored record is 1 or more, not " + id);
        }
        return id;
    }

    static String externalId(String id) {
        checkStorable(id);
        if (id.isBlank() || characters(id) > MAX_LENGTH) {
            throw new IllegalArgumentException("The external id of a stored record has 1 to " + MAX_LENGTH
                    + " characters and is not blank; this one has " + characters(id));
        }
        return id;
    }

    static String name(String name, String field) {
        checkStorable(name);
        if (name.isBlank() || !name.strip().equals(name) || characters(name) > MAX_LENGTH) {
            throw new IllegalArgumentException("The " + field + " of a stored patient is not blank, has no white space"
                    + " around it and at most " + MAX_LENGTH + " characters");
        }
        return name;
    }

    private static void checkStorable(String text) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("A stored text has no U+0000 and no lone surrogates");
        }
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    static void checkYear(int year, String field) {
        if (year <= LAST_IMPOSSIBLE_YEAR || year > LAST_YEAR) {
            throw new IllegalArgumentException("The " + field + " of a stored record is in a year after "
                    + LAST_IMPOSSIBLE_YEAR + " and before 10000, not in " + year);
        }
    }

    /** As a store returns it: with two to four decimals. */
    static BigDecimal amount(BigDecimal amount, int maxDigits) {
        BigDecimal shortest = amount.stripTrailingZeros();
        if (shortest.scale() > MAX_DECIMALS || (long) shortest.precision() - shortest.scale() > maxDigits) {
            throw new IllegalArgumentException("A stored amount has at most " + maxDigits
                    + " digits before the point and " + MAX_DECIMALS + " after it");
        }
        return shortest.scale() < MIN_DECIMALS ? shortest.setScale(MIN_DECIMALS) : shortest;
    }

    /** When a record was created, last changed and deleted. */
    record Times(Instant created, Instant updated, Optional<Instant> deleted) {

        /** The deletion is the last change. */
        static Times of(@Nullable Instant created, @Nullable Instant updated, @Nullable Instant deleted) {
            Instant last = updated != null ? updated : deleted != null ? deleted : created != null ? created : TIME;
            Instant first = created != null ? created : last.isBefore(TIME) ? last : TIME;
            if (last.isBefore(first)) {
                throw new IllegalArgumentException("A stored record is not updated or deleted (" + last
                        + ") before it was created (" + first + ")");
            }
            if (deleted != null && !deleted.equals(last)) {
                throw new IllegalArgumentException("The last update of a deleted record is its deletion: updatedAt is "
                        + last + " and deletedAt " + deleted);
            }
            return new Times(
                    micros(first), micros(last), Optional.ofNullable(deleted).map(Times::micros));
        }

        private static Instant micros(Instant time) {
            return time.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
