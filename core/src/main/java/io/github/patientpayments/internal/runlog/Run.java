package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A run in progress.
 *
 * @param number the number of the last run plus 1
 * @param time later than that of the last run, in whole microseconds as in the databases
 */
public record Run(long number, Instant time) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    /**
     * Starts the next run. Its time is later than that of the last one even if the clock was set back. One run under a
     * clock that is years ahead would keep the later ones at its time, and so falsify the past for as long.
     *
     * @throws StoreUnavailableException if the clock is more than a day ahead of that of the database
     */
    public static Run after(Transaction transaction, Instant now) {
        if (now.isAfter(transaction.now().plus(CLOCK_TOLERANCE))) {
            throw new StoreUnavailableException(
                    "The clock of the store says " + now + ", more than a day ahead of the database's, which says "
                            + transaction.now() + "; nothing was changed. Set the clock right, or that of the database",
                    false,
                    null,
                    null);
        }
        StoreStateRecord state = transaction.state();
        Instant time = now.truncatedTo(ChronoUnit.MICROS);
        Instant last = state.getLastRunTime();
        if (last != null && !time.isAfter(last)) {
            time = last.plus(1, ChronoUnit.MICROS);
        }
        return new Run(state.getLastRun() + 1, time);
    }

    /**
     * Records this run in the lock row.
     *
     * @param wrote whether the run wrote to the mirror or to the history
     */
    public void note(StoreStateRecord state, boolean wrote) {
        state.setLastRun(number);
        state.setLastRunTime(time);
        if (wrote) {
            state.setBaseRun(number);
            forgetFingerprints(state);
        }
    }

    /** Clears the fingerprints, so that no set is recognized. */
    public static void forgetFingerprints(StoreStateRecord state) {
        state.setPatientsFingerprint(null);
        state.setPatientsFingerprintRun(null);
        state.setPatientsPrefixes(null);
        state.setPaymentsFingerprint(null);
        state.setPaymentsFingerprintRun(null);
        state.setPaymentsPrefixes(null);
    }
}
