package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store says about itself and about the rejections of a run. */
class StatusContract extends ContractTest {

    @Test
    void aNewStoreHasNothingToSay() {
        assertThat(store.status().schemaVersion()).isPositive();
        assertThat(store.status().suppressedPatients()).isZero();
        assertThat(store.status().historyHorizon()).isEmpty();
    }

    @Test
    void suppressedPatientsAreThoseWhoWereErasedAndNotUnsuppressed() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        syncPatients(patient("4"), patient("5"), patient("8"));

        store.erase("4");
        store.erase("nobody");
        store.erase("8");
        store.erase("8");
        assertThat(store.status().suppressedPatients()).isEqualTo(3);

        store.unsuppress("8");
        store.unsuppress("5");
        assertThat(store.status().suppressedPatients()).isEqualTo(2);
    }

    @Test
    void theHorizonIsThatOfThePurge() {
        syncPatients(patient("4"));
        Instant before = START.plusSeconds(1);

        store.purge(before);

        assertThat(store.status().historyHorizon()).hasValue(before);
    }

    @Test
    void rejectionsAreCountedByTheirFaults() {
        long run = sync(
                        List.of(patient("5"), invalidPatient("6"), patient("5", "Other", "Name")),
                        List.of(
                                payment("501", "5", "1"),
                                invalidPayment("502", "5"),
                                invalidPayment("503", "nobody"),
                                PaymentData.builder().externalId("504").build(),
                                payment("505", "nobody", "1")))
                .number();
        syncPayments(invalidPayment("502", "5"));

        assertThat(store.rejectionCounts(run))
                .extracting(count -> count.recordType() + " " + count.fault().field() + " "
                        + count.fault().code() + " " + count.count())
                .containsExactly(
                        "PAYMENT amount MISSING 3",
                        "PAYMENT patientId UNKNOWN_PATIENT 2",
                        "PATIENT externalId DUPLICATE 1",
                        "PATIENT firstName MISSING 1",
                        "PATIENT lastName MISSING 1",
                        "PAYMENT patientId MISSING 1");
    }

    @Test
    void aRunThatIsNotThereYetHasNoCounts() {
        long run = syncPatients(patient("4")).number();

        assertThat(store.rejectionCounts(run)).isEmpty();
        assertThatThrownBy(() -> store.rejectionCounts(run + 1)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void countsThatWerePurgedAreNotNone() {
        long run = syncPatients(invalidPatient("4")).number();
        syncPatients(patient("4"));

        store.purge(START.plusSeconds(3));

        assertThatThrownBy(() -> store.rejectionCounts(run)).isInstanceOf(HistoryPurgedException.class);
    }
}
