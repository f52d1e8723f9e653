package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import java.util.Optional;

/**
 * The last successful sync of each type of record: {@link PatientPaymentStore#lastSync()}. A sync is successful if it
 * was not refused, whether it changed the mirror or not: {@link SyncRun.Status#APPLIED} or
 * {@link SyncRun.Status#UNCHANGED}. Reverts, erasures and purges are no syncs, and a preview is no run. A delta that
 * has a set of a type counts for that type.
 */
public interface LastSync {

    /**
     * Returns the last successful sync that had patients.
     *
     * @return empty if there was none
     */
    Optional<SyncRun> patients();

    /**
     * Returns the last successful sync that had payments.
     *
     * @return empty if there was none
     */
    Optional<SyncRun> payments();

    /**
     * Returns the earlier of the two: at its time, the mirror as a whole was last known to be up to date. It is the
     * same run for both types if their sets always come together.
     *
     * @return empty if one of the types was never synced
     */
    Optional<SyncRun> both();
}
