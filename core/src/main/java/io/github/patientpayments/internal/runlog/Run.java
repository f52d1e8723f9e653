package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A run under way.
 *
 * @param number one more than the last run's
 * @param time in whole microseconds, as both databases keep it, and later than the last run's
 */
public record Run(long number, Instant time) {

    /** The next run, even if the machine's clock has gone back since the last one. */
    public static Run after(StoreStateRecord state, Instant now) {
        Instant time = now.truncatedTo(ChronoUnit.MICROS);
        Instant last = state.getLastRunTime();
        if (last != null && !time.isAfter(last)) {
            time = last.plus(1, ChronoUnit.MICROS);
        }
        return new Run(state.getLastRun() + 1, time);
    }

    /**
     * Notes in the lock row that this run has been.
     *
     * @param wrote whether it wrote a row of the mirror or its past
     */
    public void note(StoreStateRecord state, boolean wrote) {
        state.setLastRun(number);
        state.setLastRunTime(time);
        if (wrote) {
            state.setBaseRun(number);
            forgetSets(state);
        }
    }

    /** No set is known to equal the mirror any more. */
    public static void forgetSets(StoreStateRecord state) {
        state.setPatientsFingerprint(null);
        state.setPatientsFingerprintRun(null);
        state.setPaymentsFingerprint(null);
        state.setPaymentsFingerprintRun(null);
    }
}
