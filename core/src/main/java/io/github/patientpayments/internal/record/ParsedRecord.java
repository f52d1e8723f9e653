package io.github.patientpayments.internal.record;

import io.github.patientpayments.sync.Rejection.Fault;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of a set, read and checked.
 *
 * @param position its position in the set, from 1
 * @param data the cleaned record; a faulty one has only those ids that can be stored
 * @param idReadable whether it has a readable id, even one that no record has
 * @param amount the amount of a payment, valid or not; null if it can't be read
 * @param faults its faults; empty for a valid record
 */
public record ParsedRecord<T>(
        long position, T data, boolean idReadable, @Nullable BigDecimal amount, List<Fault> faults) {

    public boolean valid() {
        return faults.isEmpty();
    }
}
