package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** The base of the themes about fingerprints: closes staging tables, so that only recognized sets can be synced. */
abstract class FingerprintContractTest extends GuardedContractTest {

    static final String PATIENTS = "patient_stage";
    static final String PAYMENTS = "payment_stage";

    /** Otherwise the elements of a set that is not recognized would be known one by one. */
    @BeforeEach
    void stageWhatIsNotRecognized() {
        store = store(builder -> builder.guard(Guard.defaults()).maxRecordsInMemory(0));
    }

    /** Syncs an input whose sets are all recognized, so that nothing is staged. */
    final SyncReport syncRecognized(SyncInput input) {
        return syncRecognized(input, PATIENTS, PAYMENTS);
    }

    /** Syncs an input of which nothing is written to these stages, since that set is recognized. */
    final SyncReport syncRecognized(SyncInput input, String... stages) {
        return withClosedStages(List.of(stages), () -> store.sync(input));
    }

    /** Fails unless each set has to be staged. The sync itself fails then, and changes nothing. */
    final void assertNotRecognized(SyncInput input) {
        assertNotRecognized(input, PATIENTS, PAYMENTS);
    }

    final void assertNotRecognized(SyncInput input, String... stages) {
        for (String stage : stages) {
            assertThatThrownBy(() -> syncRecognized(input, stage))
                    .as(stage)
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    private <T> T withClosedStages(List<String> stages, Supplier<T> work) {
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
