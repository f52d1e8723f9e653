package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one record as they were sent, by their indexes in {@link RecordRules#fieldNames}. A value of an
 * unexpected type is a fault and is read as null.
 */
public interface FieldReader {

    /** Longer numbers are rejected before any arithmetic. */
    int MAX_NUMBER_LENGTH = 40;

    /** A string or an integer, exactly as it was sent. */
    @Nullable
    String id(int field, Faults faults);

    /** A string. */
    @Nullable
    String text(int field, Faults faults);

    /** A boolean; false if it is missing. */
    boolean flag(int field, Faults faults);

    /** A string that is a valid date; blank is missing. */
    @Nullable
    LocalDate date(int field, Faults faults);

    /** A number, or a string that contains one. Its size is not checked, so do not compute with it yet. */
    @Nullable
    BigDecimal decimal(int field, Faults faults);
}
