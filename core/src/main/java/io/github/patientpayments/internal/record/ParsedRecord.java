package io.github.patientpayments.internal.record;

import io.github.patientpayments.sync.Rejection.Fault;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An element of a set, read and checked.
 *
 * @param position its place in the set, from 1
 * @param data the cleaned record; of a faulty one only the ids count, and only those that can be stored are there
 * @param idReadable whether it tells which record it is about, if only by an id that matches nothing
 * @param amount what a payment says that it amounts to, valid or not; null if that can't be told
 * @param faults what is wrong with it; empty for a valid record
 */
public record ParsedRecord<T>(
        long position, T data, boolean idReadable, @Nullable BigDecimal amount, List<Fault> faults) {

    public boolean valid() {
        return faults.isEmpty();
    }
}
