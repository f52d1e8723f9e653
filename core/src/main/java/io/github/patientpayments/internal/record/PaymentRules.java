package io.github.patientpayments.internal.record;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a payment is valid. Whether its patient exists is checked later, in the database.
 *
 * @param delta whether an element may be a deletion
 * @param paidFrom the first date of the set's scope; null if the set has all payments
 */
public record PaymentRules(boolean delta, @Nullable LocalDate paidFrom) implements RecordRules<PaymentData> {

    private static final int PATIENT_ID = PaymentFields.PATIENT_ID.positionIn(PaymentFields.CONTENT);
    private static final int AMOUNT = PaymentFields.AMOUNT.positionIn(PaymentFields.CONTENT);
    private static final int PAID_ON = PaymentFields.PAID_ON.positionIn(PaymentFields.CONTENT);
    private static final int LAST_IMPOSSIBLE_YEAR = 1900;
    private static final int LAST_YEAR = 9999;
    private static final int DIGITS_BEFORE_POINT = 15;
    private static final int DECIMALS = 4;
    private static final int MAX_BITS = FieldReader.MAX_NUMBER_LENGTH * 4;
    private static final int MAX_SCALE = 100;

    /** Without a scope. */
    public PaymentRules(boolean delta) {
        this(delta, null);
    }

    @Override
    public RecordType type() {
        return RecordType.PAYMENT;
    }

    @Override
    public List<RecordField<PaymentData, PaymentData.Builder, ?>> content() {
        return PaymentFields.CONTENT;
    }

    @Override
    public void check(@Nullable Object[] content, Faults faults) {
        if (content[PAID_ON] instanceof LocalDate date) {
            if (date.getYear() <= LAST_IMPOSSIBLE_YEAR) {
                faults.add(PaymentFields.PAID_ON.name(), Code.PAID_TOO_EARLY);
            } else if (date.getYear() > LAST_YEAR) { // of a typed record: JSON has no such date
                faults.add(PaymentFields.PAID_ON.name(), Code.INVALID_DATE);
            }
        }
        if (isOutside(content[PAID_ON]) && !faults.on(PaymentFields.PAID_ON.name())) {
            faults.add(PaymentFields.PAID_ON.name(), Code.OUTSIDE_SCOPE);
        }
    }

    private boolean isOutside(@Nullable Object date) {
        return paidFrom != null && !(date instanceof LocalDate paidOn && !paidOn.isBefore(paidFrom));
    }

    /** Two sets with the same payments and another scope say something else about what is missing. */
    @Override
    public Optional<String> scope() {
        return Optional.ofNullable(paidFrom).map(date -> "paid from " + date);
    }

    /**
     * Without the date if there is none, so that the hashes of payments from before there were dates stay what they
     * are. Still, no two contents have the same form: each value is preceded by its length, so a form with four values
     * (the id and three) differs from every one with three. That holds for one such field alone, the last: if two could
     * be left out, the forms of a payment with the one and of a payment with the other could be the same.
     */
    @Override
    public int hashed(@Nullable Object[] content) {
        return content[PAID_ON] == null ? PAID_ON : content.length;
    }

    /** Adding amounts beyond these limits could exhaust the memory. */
    @Override
    public @Nullable BigDecimal amount(@Nullable Object[] given, boolean valid) {
        if (!(given[AMOUNT] instanceof BigDecimal amount)) {
            return null;
        }
        if (amount.signum() == 0) {
            return BigDecimal.ZERO;
        }
        boolean limited = valid || (!hasManyBits(amount) && Math.abs((long) amount.scale()) <= MAX_SCALE);
        return limited ? amount : null;
    }

    @Override
    public BigDecimal amountOfDeletion() {
        return BigDecimal.ZERO;
    }

    @Override
    public @Nullable String patientOf(ParsedRecord element) {
        return (String) element.content().get(PATIENT_ID);
    }

    @Override
    public @Nullable Object[] contentOfFaulty(@Nullable Object[] content) {
        @Nullable Object[] kept = new Object[content.length];
        kept[PATIENT_ID] = content[PATIENT_ID];
        return kept;
    }

    @Override
    public Optional<String> externalIdOf(PaymentData payment) {
        return payment.externalId();
    }

    @Override
    public boolean isDeletion(PaymentData payment) {
        return payment.isDeletion();
    }

    private static boolean hasManyBits(BigDecimal amount) {
        return amount.unscaledValue().bitLength() > MAX_BITS;
    }

    /** An amount that can be stored exactly; null with a fault if it is missing or can't be. */
    static @Nullable BigDecimal cleanAmount(@Nullable BigDecimal amount, String field, Faults faults) {
        if (faults.on(field)) {
            return null;
        }
        if (amount == null) {
            faults.add(field, Code.MISSING);
            return null;
        }
        if (amount.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // The arithmetic below would be slow for a number of more bits, and slower still with an exponent.
        if (hasManyBits(amount)) {
            faults.add(field, Code.NUMBER_TOO_LONG);
            return null;
        }
        // Precision and scale give the digits before the point. Stripping zeros from a number with a huge negative
        // scale would overflow, and is needed only if there are decimals.
        boolean tooLarge = (long) amount.precision() - amount.scale() > DIGITS_BEFORE_POINT;
        boolean tooFine =
                amount.scale() > DECIMALS && amount.stripTrailingZeros().scale() > DECIMALS;
        if (tooLarge) {
            faults.add(field, Code.AMOUNT_TOO_LARGE);
        }
        if (tooFine) {
            faults.add(field, Code.AMOUNT_TOO_FINE);
        }
        return tooLarge || tooFine ? null : amount.stripTrailingZeros();
    }
}
