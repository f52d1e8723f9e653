package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.FieldReader;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An amount.
 *
 * @param place where it is
 * @param form how it is written, if it is a text
 * @param minorUnits how many of its last digits are decimals; it is an integer then, unless they are 0
 * @param negated whether its sign is reversed
 * @param negatedWhen reverses the sign of some
 * @param missing the texts that stand for a missing value
 */
record AmountRule(
        int place,
        AmountForm form,
        int minorUnits,
        boolean negated,
        @Nullable Condition negatedWhen,
        Set<String> missing)
        implements FieldRule<BigDecimal> {

    /** Of a sum, which is printed. */
    private static final int MAX_SCALE = 100;

    @Override
    public @Nullable BigDecimal read(PlacedValues values, String field, Faults faults) {
        BigDecimal written = written(values, field, faults);
        if (written == null) {
            return null;
        }
        BigDecimal amount = amount(written);
        if (amount == null) {
            faults.add(field, Code.WRONG_FORM);
            return null;
        }
        return negatedWhen != null && negatedWhen.marks(values, field, faults) ? amount.negate() : amount;
    }

    /** An amount that is written like those of the records; null if it is not. */
    @Nullable
    BigDecimal amountOf(String text) {
        BigDecimal written = text.length() > FieldReader.MAX_NUMBER_LENGTH ? null : form.parse(text);
        return written == null || Math.abs((long) written.scale()) > MAX_SCALE ? null : amount(written);
    }

    /** Does not compute with the digits, which may be many. */
    private @Nullable BigDecimal amount(BigDecimal written) {
        if (minorUnits > 0 && written.scale() != 0) {
            return null;
        }
        BigDecimal amount = written.scaleByPowerOfTen(-minorUnits);
        return negated ? amount.negate() : amount;
    }

    /** Whether its sign depends on another value. */
    boolean hasSignElsewhere() {
        return negatedWhen != null;
    }

    private @Nullable BigDecimal written(PlacedValues values, String field, Faults faults) {
        if (values.isNumber(place) && missing.isEmpty()) {
            return values.decimal(place, field, faults);
        }
        String text = values.scalar(place, field, faults);
        if (text == null || missing.contains(text)) {
            return null;
        }
        if (values.isNumber(place)) {
            return values.decimal(place, field, faults);
        }
        if (text.length() > FieldReader.MAX_NUMBER_LENGTH) {
            faults.add(field, Code.NUMBER_TOO_LONG);
            return null;
        }
        BigDecimal amount = form.parse(text);
        if (amount == null) {
            faults.add(field, form.isUsual() ? Code.INVALID_NUMBER : Code.WRONG_FORM);
        }
        return amount;
    }
}
