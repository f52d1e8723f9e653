package io.github.patientpayments.internal.record;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a payment is valid. Whether its patient exists is checked later, in the database.
 *
 * @param delta whether an element may be a deletion
 */
public record PaymentRules(boolean delta) implements RecordRules<PaymentData> {

    private static final int DIGITS_BEFORE_POINT = 15;
    private static final int DECIMALS = 4;
    private static final int MAX_BITS = FieldReader.MAX_NUMBER_LENGTH * 4;
    private static final int MAX_SCALE = 100;

    @Override
    public RecordType type() {
        return RecordType.PAYMENT;
    }

    @Override
    public List<RecordField<PaymentData, PaymentData.Builder, ?>> content() {
        return PaymentFields.CONTENT;
    }

    @Override
    public PaymentData empty() {
        return PaymentData.builder().build();
    }

    @Override
    public PaymentData parse(FieldReader fields, Faults faults) {
        PaymentData.Builder payment = PaymentData.builder().externalId(fields.id(EXTERNAL_ID, faults));
        content().forEach(field -> field.read(fields, payment, faults));
        return payment.deletion(fields.flag(DELETED, faults)).build();
    }

    @Override
    public PaymentData check(PaymentData payment, Faults faults) {
        PaymentData.Builder cleaned =
                PaymentData.builder().externalId(Texts.id(payment.externalId(), EXTERNAL_ID, faults));
        if (payment.isDeletion() && delta) {
            faults.keepOn(EXTERNAL_ID);
            return cleaned.deletion(true).build();
        }
        if (payment.isDeletion()) {
            faults.add(DELETED, Code.DELETION_IN_FULL_SET);
        }
        content().forEach(field -> field.clean(payment, cleaned, faults));
        return faults.list().isEmpty() ? cleaned.build() : cleaned.amount(null).build();
    }

    /** Adding amounts beyond these limits could exhaust the memory. */
    @Override
    public @Nullable BigDecimal amountOf(PaymentData payment) {
        if (payment.isDeletion() && delta) {
            return BigDecimal.ZERO;
        }
        return payment.amount()
                .map(amount -> amount.signum() == 0 ? BigDecimal.ZERO : amount)
                .filter(amount ->
                        amount.unscaledValue().bitLength() <= MAX_BITS && Math.abs((long) amount.scale()) <= MAX_SCALE)
                .orElse(null);
    }

    @Override
    public Optional<String> patientOf(PaymentData payment) {
        return payment.patientExternalId();
    }

    @Override
    public Optional<String> externalIdOf(PaymentData payment) {
        return payment.externalId();
    }

    @Override
    public boolean isDeletion(PaymentData payment) {
        return payment.isDeletion();
    }

    /** An amount that can be stored exactly; null with a fault if it is missing or can't be. */
    static @Nullable BigDecimal amount(Optional<BigDecimal> given, String field, Faults faults) {
        if (faults.on(field)) {
            return null;
        }
        if (given.isEmpty()) {
            faults.add(field, Code.MISSING);
            return null;
        }
        BigDecimal amount = given.get();
        if (amount.signum() == 0) {
            return BigDecimal.ZERO;
        }
        // The arithmetic below would be slow for a number of more bits, and slower still with an exponent.
        if (amount.unscaledValue().bitLength() > MAX_BITS) {
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
