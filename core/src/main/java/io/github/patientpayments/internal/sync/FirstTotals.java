package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;

import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.db.Transaction;
import java.math.BigDecimal;
import java.util.List;

/**
 * The totals of the patients of a first load, added up while its payments are read. They are kept in units of the last
 * digit of an amount: as such, nearly all amounts and totals fit into a long. If one does not, all totals have to be
 * made from the payments.
 */
final class FirstTotals {

    /** The digits of an amount after the point. */
    private static final int SCALE = 4;

    /** Totals take 28 bytes, and hashes that grow up to 39, where the memory is for 27. */
    private static final double PART = 0.4;

    private final long[] sums;
    private final int[] counts;
    private final long[] smallest;
    private final long[] greatest;
    private boolean exact;

    private FirstTotals(int patients, boolean exact) {
        this.exact = exact;
        this.sums = new long[patients];
        this.counts = new int[patients];
        this.smallest = new long[patients];
        this.greatest = new long[patients];
    }

    /**
     * Those of patients with the ids from 1 to a number, if they fit beside their hashes into the memory for the hashes
     * of this number of records.
     */
    static FirstTotals of(int patients, int most) {
        return patients <= most * PART ? new FirstTotals(patients, true) : new FirstTotals(0, false);
    }

    /** Adds a payment of a patient. */
    void add(int patientId, BigDecimal amount) {
        if (exact) {
            try {
                add(patientId - 1, amount.movePointRight(SCALE).longValueExact());
            } catch (ArithmeticException e) {
                exact = false;
            }
        }
    }

    private void add(int index, long amount) {
        sums[index] = Math.addExact(sums[index], amount);
        boolean first = counts[index]++ == 0;
        smallest[index] = first ? amount : Math.min(smallest[index], amount);
        greatest[index] = first ? amount : Math.max(greatest[index], amount);
    }

    boolean areExact() {
        return exact;
    }

    /** Writes a row for each patient, with payments or without. */
    void write(Transaction transaction) {
        try (BulkLoader loader = BulkLoader.into(
                transaction,
                PATIENT_TOTALS,
                List.of(
                        PATIENT_TOTALS.PATIENT_ID,
                        PATIENT_TOTALS.PAYMENT_TOTAL,
                        PATIENT_TOTALS.PAYMENT_COUNT,
                        PATIENT_TOTALS.SMALLEST_AMOUNT,
                        PATIENT_TOTALS.GREATEST_AMOUNT))) {
            for (int i = 0; i < sums.length; i++) {
                boolean none = counts[i] == 0;
                loader.add(
                        i + 1L,
                        number(sums[i]),
                        (long) counts[i],
                        none ? null : number(smallest[i]),
                        none ? null : number(greatest[i]));
            }
            loader.finish();
        }
    }

    private static BigDecimal number(long units) {
        return BigDecimal.valueOf(units, SCALE);
    }
}
