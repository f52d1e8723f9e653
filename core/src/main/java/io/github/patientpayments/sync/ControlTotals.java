package io.github.patientpayments.sync;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The counts and the sum that the sender reports of an input, independently of the data: in a trailer, a message, a
 * report. An input that does not match them is refused, whether it was truncated, sent twice or mixed up on the way.
 *
 * <pre>{@code
 * ControlTotals totals = ControlTotals.patients(1_204)
 *         .withPayments(72_539)
 *         .withPaymentSum(new BigDecimal("30839187.34"));
 * }</pre>
 *
 * <p>Counts are elements as they are read, valid or not, equal ones included. The sum covers every amount that can be
 * read, those of invalid payments too. If an amount cannot be read, the sum is unknown and the input is refused.
 *
 * <p>Immutable and thread-safe: every method returns new totals.
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
     * Returns totals that check nothing.
     *
     * @return totals to which counts can be added
     */
    public static ControlTotals none() {
        return NONE;
    }

    /**
     * Returns totals that check the number of patients.
     *
     * @param count the number of elements in the set of patients
     * @return totals with this count alone
     * @throws IllegalArgumentException if the count is negative
     */
    public static ControlTotals patients(long count) {
        return NONE.withPatients(count);
    }

    /**
     * Returns totals that check the number and the sum of the payments.
     *
     * @param count the number of elements in the set of payments
     * @param sum the sum of their amounts, exact; 12.5 equals 12.50
     * @return totals with this count and sum
     * @throws IllegalArgumentException if the count is negative, or the sum has more than 100 digits before or after
     *     the decimal point
     */
    public static ControlTotals payments(long count, BigDecimal sum) {
        return NONE.withPayments(count).withPaymentSum(sum);
    }

    /**
     * Adds the number of patients. Defaults to not checked.
     *
     * @param count the number of elements in the set of patients
     * @return the same totals with this count
     * @throws IllegalArgumentException if the count is negative
     */
    public ControlTotals withPatients(long count) {
        return new ControlTotals(notNegative(count), payments, paymentSum);
    }

    /**
     * Adds the number of payments. Defaults to not checked.
     *
     * @param count the number of elements in the set of payments
     * @return the same totals with this count
     * @throws IllegalArgumentException if the count is negative
     */
    public ControlTotals withPayments(long count) {
        return new ControlTotals(patients, notNegative(count), paymentSum);
    }

    /**
     * Adds the sum of the payments. Defaults to not checked.
     *
     * @param sum the sum of the amounts of all payments, exact; 12.5 equals 12.50
     * @return the same totals with this sum
     * @throws IllegalArgumentException if the sum has more than 100 digits before or after the decimal point
     */
    public ControlTotals withPaymentSum(BigDecimal sum) {
        return new ControlTotals(patients, payments, printable(sum));
    }

    /**
     * Returns the number of patients.
     *
     * @return empty if it is not checked
     */
    public OptionalLong patients() {
        return patients == null ? OptionalLong.empty() : OptionalLong.of(patients);
    }

    /**
     * Returns the number of payments.
     *
     * @return empty if it is not checked
     */
    public OptionalLong payments() {
        return payments == null ? OptionalLong.empty() : OptionalLong.of(payments);
    }

    /**
     * Returns the sum of the payments.
     *
     * @return empty if it is not checked
     */
    public Optional<BigDecimal> paymentSum() {
        return Optional.ofNullable(paymentSum);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ControlTotals that
                && Objects.equals(patients, that.patients)
                && Objects.equals(payments, that.payments)
                && Objects.equals(shortest(paymentSum), shortest(that.paymentSum));
    }

    @Override
    public int hashCode() {
        return Objects.hash(patients, payments, shortest(paymentSum));
    }

    @Override
    public String toString() {
        return "ControlTotals[patients=" + patients + ", payments=" + payments + ", paymentSum="
                + (paymentSum == null ? null : paymentSum.toPlainString()) + "]";
    }

    private static @Nullable BigDecimal shortest(@Nullable BigDecimal sum) {
        return sum == null ? null : sum.stripTrailingZeros();
    }

    /** Refuses huge sums: messages print the sum, and 1e999999999 in full would use up all memory. */
    private static BigDecimal printable(BigDecimal sum) {
        if (sum.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long before = (long) sum.precision() - sum.scale();
        if (before > MAX_DIGITS || sum.scale() > MAX_DIGITS) {
            throw new IllegalArgumentException("A control sum can have at most " + MAX_DIGITS
                    + " digits before and as many after the decimal point, not " + Math.max(before, 0) + " and "
                    + Math.max(sum.scale(), 0));
        }
        return sum;
    }

    private static long notNegative(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("A control count must be 0 or more, not " + count);
        }
        return count;
    }
}
