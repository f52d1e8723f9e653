package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A run in progress.
 *
 * @param number the number of the last run plus 1
 * @param time later than that of the last run, in whole microseconds as in the databases
 */
public record Run(long number, Instant time) {

    /** Starts the next run. Its time is later than that of the last one even if the clock was set back. */
    public static Run after(StoreStateRecord state, Instant now) {
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
        state.setPaymentsFingerprint(null);
        state.setPaymentsFingerprintRun(null);
    }
}
