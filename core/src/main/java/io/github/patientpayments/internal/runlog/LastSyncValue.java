package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.SyncRun;
import java.util.Optional;

/** The last successful sync of each type. */
public record LastSyncValue(Optional<SyncRun> patients, Optional<SyncRun> payments) implements LastSync {

    @Override
    public Optional<SyncRun> both() {
        return patients.flatMap(
                ofPatients -> payments.map(other -> other.number() < ofPatients.number() ? other : ofPatients));
    }
}
