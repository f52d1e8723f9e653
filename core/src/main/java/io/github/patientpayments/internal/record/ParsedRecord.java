package io.github.patientpayments.internal.record;

import io.github.patientpayments.sync.Rejection.Fault;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of a set, read and checked.
 *
 * @param location where it is
 * @param externalId its own id; null if it has none that can be stored
 * @param content the cleaned values of its content, in the order of the fields; of a faulty one only ids, of a deletion
 *     none
 * @param deletion whether it is a deletion
 * @param idReadable whether it has a readable id, even one that no record has
 * @param amount the amount of a payment, valid or not; null if it can't be read
 * @param faults its faults; empty for a valid record
 * @param hashHigh the first 64 bits of the hash of a valid record's content, under the key with which it was read
 * @param hashLow the last 64 bits of it
 */
public record ParsedRecord(
        Location location,
        @Nullable String externalId,
        List<@Nullable Object> content,
        boolean deletion,
        boolean idReadable,
        @Nullable BigDecimal amount,
        List<Fault> faults,
        long hashHigh,
        long hashLow) {

    public long position() {
        return location.position();
    }

    public boolean valid() {
        return faults.isEmpty();
    }
}
