package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The values of one record as they were sent, by the number of their place: a column of CSV, a path of JSON. A missing
 * value is null. A value of a type that the field can't have is a fault of the field, and null too.
 */
public interface PlacedValues {

    /** A string or an integer, exactly as it was sent. */
    @Nullable
    String id(int place, String field, Faults faults);

    /** A string. */
    @Nullable
    String text(int place, String field, Faults faults);

    /** Anything but a structure, as it was written. */
    @Nullable
    String scalar(int place, String field, Faults faults);

    /** A boolean; false if it is missing. */
    boolean flag(int place, String field, Faults faults);

    /** A number, or a string that contains one. Its size is not checked. */
    @Nullable
    BigDecimal decimal(int place, String field, Faults faults);

    /** Whether the value is a number and no text that contains one. */
    boolean isNumber(int place);
}
