package io.github.patientpayments.internal.snapshot.mapping;

import java.util.List;

/**
 * A header or trailer of CSV: a line that is no record.
 *
 * @param first its first value, by which it is recognized
 * @param values the names of its values, in their order; two have a meaning
 */
public record ControlRow(String first, List<String> values) {

    public static final String COUNT = "count";
    public static final String SUM = "sum";
}
