package io.github.patientpayments.benchmarks.data;

import java.math.BigDecimal;

/**
 * What is live in a database, as few numbers: those of two contenders are the same if, as good as certain, their rows
 * are.
 *
 * @param patients how many
 * @param letters of all last names
 * @param payments how many
 * @param sum of all amounts
 * @param links sum of each payment's patient, weighed by the payment
 */
public record Contents(long patients, long letters, long payments, BigDecimal sum, BigDecimal links) {

    /** Payments are weighed by their numbers modulo this. */
    static final int WEIGHTS = 1_000;

    /** Amounts without zeros at the end, so that equal ones are equal. */
    public Contents {
        sum = plain(sum);
        links = plain(links);
    }

    private static BigDecimal plain(BigDecimal value) {
        return new BigDecimal(value.stripTrailingZeros().toPlainString());
    }

    /**
     * The query for it.
     *
     * @param patients a table or subquery with {@code last_name}
     * @param payments a table or subquery with the ids in the other system, called {@code id} and {@code owner}, and
     *     {@code amount}
     */
    public static String sql(String patients, String payments) {
        return "SELECT (SELECT count(*) FROM " + patients + "),"
                + " (SELECT coalesce(sum(char_length(last_name)), 0) FROM " + patients + "),"
                + " count(*), coalesce(sum(amount), 0),"
                + " coalesce(sum(CAST(owner AS numeric(20)) * mod(CAST(id AS numeric(20)), " + WEIGHTS + ")), 0)"
                + " FROM " + payments;
    }

    /** Reads what {@link #toString} writes. */
    public static Contents parse(String text) {
        String[] parts = text.split(" ", -1);
        return new Contents(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                new BigDecimal(parts[3]),
                new BigDecimal(parts[4]));
    }

    @Override
    public String toString() {
        return patients + " " + letters + " " + payments + " " + sum.toPlainString() + " " + links.toPlainString();
    }
}
