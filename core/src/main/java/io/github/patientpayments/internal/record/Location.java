package io.github.patientpayments.internal.record;

/**
 * Where an element of a set is.
 *
 * @param position its position in the set, from 1
 * @param line the line of the input on which it begins, from 1; 0 for a typed record
 */
public record Location(long position, long line) {

    static Location ofTyped(long position) {
        return new Location(position, 0);
    }
}
