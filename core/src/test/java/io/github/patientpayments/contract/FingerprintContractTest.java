package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import java.util.function.Supplier;

/** What the themes about fingerprints have in common: stages that take nothing, so that only what is known gets by. */
abstract class FingerprintContractTest extends GuardedContractTest {

    static final String PATIENTS = "patient_stage";
    static final String PAYMENTS = "payment_stage";

    /** Syncs what is known, so that nothing is staged. */
    final SyncReport known(SyncInput delivery) {
        return known(delivery, PATIENTS, PAYMENTS);
    }

    /** Syncs something, some of which is known, so that nothing of it is staged. */
    final SyncReport known(SyncInput delivery, String... stages) {
        return whileClosed(List.of(stages), () -> store.sync(delivery));
    }

    /** Something has to be staged; and is not, so the sync fails and nothing has happened. */
    final void assertUnknown(SyncInput delivery) {
        assertUnknown(delivery, PATIENTS, PAYMENTS);
    }

    final void assertUnknown(SyncInput delivery, String... stages) {
        for (String stage : stages) {
            assertThatThrownBy(() -> known(delivery, stage)).as(stage).isInstanceOf(StoreUnavailableException.class);
        }
    }

    private <T> T whileClosed(List<String> stages, Supplier<T> work) {
        stages.forEach(stage -> database.execute(
                "ALTER TABLE " + schema + "." + stage + " ADD CONSTRAINT closed_" + stage + " CHECK (record_no < 0)"));
        try {
            return work.get();
        } finally {
            stages.forEach(stage ->
                    database.execute("ALTER TABLE " + schema + "." + stage + " DROP CONSTRAINT closed_" + stage));
        }
    }
}
