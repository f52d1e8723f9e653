package io.github.patientpayments.sync;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the sender says is in a delivery, from a source that is independent of it: a trailer, a message, a report. A
 * delivery in which something else is read is refused, whether it was cut, sent twice or mixed up on the way.
 *
 * <p>Counts are elements as they are read, valid or not, equal ones included. The sum covers every amount that can be
 * read, of invalid payments too; an element whose amount can't be read makes the sum unknown and is refused.
 *
 * <p>Immutable and thread-safe: every method gives new totals.
 */
public final class ControlTotals {

    private static final int MAX_DIGITS = 100;
    private static final ControlTotals NONE = new ControlTotals(null, null, null);

    private final @Nullable Long patients;
    private final @Nullable Long payments;
    private final @Nullable BigDecimal paymentSum;

    private ControlTotals(@Nullable Long patients, @Nullable Long payments, @Nullable BigDecimal paymentSum) {
        this.patients = patients;
        this.payments = payments;
        this.paymentSum = paymentSum;
    }

    /**
     * Nothing is said.
     *
     * @return totals to which counts can be added
     */
    public static ControlTotals none() {
        return NONE;
    }

    /**
     * The number of patients.
     *
     * @param count how many elements the set of patients has
     * @return totals with this count alone
     * @throws IllegalArgumentException if it is negative
     */
    public static ControlTotals patients(long count) {
        return NONE.withPatients(count);
    }

    /**
     * The number of payments and their sum.
     *
     * @param count how many elements the set of payments has
     * @param sum the sum of their amounts, exact; 12.5 equals 12.50
     * @return totals with this count and sum
     * @throws IllegalArgumentException if the count is negative, or the sum has more than 100 digits before or behind
     *     the decimal point
     */
    public static ControlTotals payments(long count, BigDecimal sum) {
        return NONE.withPayments(count).withPaymentSum(sum);
    }

    /**
     * Default: not checked.
     *
     * @param count how many elements the set of patients has
     * @return the same totals with this count
     * @throws IllegalArgumentException if it is negative
     */
    public ControlTotals withPatients(long count) {
        return new ControlTotals(notNegative(count), payments, paymentSum);
    }

    /**
     * Default: not checked.
     *
     * @param count how many elements the set of payments has
     * @return the same totals with this count
     * @throws IllegalArgumentException if it is negative
     */
    public ControlTotals withPayments(long count) {
        return new ControlTotals(patients, notNegative(count), paymentSum);
    }

    /**
     * Default: not checked.
     *
     * @param sum the sum of the amounts of all payments, exact; 12.5 equals 12.50
     * @return the same totals with this sum
     * @throws IllegalArgumentException if it has more than 100 digits before or behind the decimal point
     */
    public ControlTotals withPaymentSum(BigDecimal sum) {
        return new ControlTotals(patients, payments, printable(sum));
    }

    /**
     * The number of patients.
     *
     * @return empty if it is not checked
     */
    public OptionalLong patients() {
        return patients == null ? OptionalLong.empty() : OptionalLong.of(patients);
    }

    /**
     * The number of payments.
     *
     * @return empty if it is not checked
     */
    public OptionalLong payments() {
        return payments == null ? OptionalLong.empty() : OptionalLong.of(payments);
    }

    /**
     * The sum of the payments.
     *
     * @return empty if it is not checked
     */
    public Optional<BigDecimal> paymentSum() {
        return Optional.ofNullable(paymentSum);
    }

    /** It is told in a message, and 1e999999999 in full would take all memory. */
    private static BigDecimal printable(BigDecimal sum) {
        if (sum.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (sum.scale() > MAX_DIGITS || (long) sum.precision() - sum.scale() > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "A control sum has no more than " + MAX_DIGITS + " digits before and behind the decimal point");
        }
        return sum;
    }

    private static long notNegative(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("A control count is 0 or more, not " + count);
        }
        return count;
    }
}
