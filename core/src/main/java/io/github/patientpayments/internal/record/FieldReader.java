package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The fields of one record as they were sent. A value of an unexpected type is a fault and is read as null. */
public interface FieldReader {

    /** Longer numbers are rejected before any arithmetic. */
    int MAX_NUMBER_LENGTH = 40;

    /** A string or an integer, exactly as it was sent. */
    @Nullable
    String id(String name, Faults faults);

    /** A string. */
    @Nullable
    String text(String name, Faults faults);

    /** A boolean; false if it is missing. */
    boolean flag(String name, Faults faults);

    /** A string that is a valid date; blank is missing. */
    @Nullable
    LocalDate date(String name, Faults faults);

    /** A number, or a string that contains one. Its size is not checked, so do not compute with it yet. */
    @Nullable
    BigDecimal decimal(String name, Faults faults);
}
