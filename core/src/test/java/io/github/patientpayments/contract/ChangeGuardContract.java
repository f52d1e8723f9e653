package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much may change at once: half of the records, or fewer than 20; a fifth of the money, or fewer than 5 payments.
 */
class ChangeGuardContract extends GuardedContractTest {

    @ParameterizedTest
    @CsvSource({"19,19,false", "20,20,true", "39,19,false", "39,20,true", "40,20,false", "40,21,true"})
    void halfOfThePatientsMayChange(int live, int changed, boolean refused) {
        store.sync(patientsOnly(patients(1, live)));
        Snapshot renamed = patientsOnly(renamed(live, changed));

        if (refused) {
            assertThat(refusal(renamed))
                    .hasMessageContaining("CHANGES: " + changed + " of " + live + " live patients would change (")
                    .hasMessageContaining("allowed: up to 50 %, or fewer than 20");
        } else {
            assertThat(store.sync(renamed).patients().updated()).isEqualTo(changed);
        }
    }

    @Test
    void movedPaymentsAreChangedRecordsAndNoMoney() {
        store.sync(snapshot(patients(1, 2), payments(1, 30, "1", "10")));

        assertRefused(snapshot(patients(1, 2), payments(1, 30, "2", "10")), Reason.CHANGES);
        assertThat(store.sync(paymentsOnly(concat(payments(1, 15, "2", "10"), payments(16, 30, "1", "10"))))
                        .payments()
                        .updated())
                .isEqualTo(15);
    }

    @Test
    void insertionsDeletionsAndRestoredRecordsAreNoChanges() {
        store.sync(patientsOnly(patients(1, 40)));
        store = guarded(Guard.defaults().lift(Reason.DELETIONS));
        store.sync(patientsOnly(patients(1, 10)));

        List<PatientData> back = new ArrayList<>(patients(1, 10));
        IntStream.rangeClosed(11, 40).forEach(i -> back.add(patient("" + i, "Other", "Name")));
        back.addAll(patients(41, 80));

        assertThat(store.sync(patientsOnly(back)).patients())
                .hasToString("80 read: 40 inserted, 10 unchanged, 30 restored");
    }

    /** Nothing is deleted, and 60 payments keep 300: a fifth of it is 60. */
    @ParameterizedTest
    @CsvSource({"5,17,false", "5,17.0001,true", "4,999,false", "12,10,false", "12,10.0001,true", "12,-0.1,true"})
    void aFifthOfTheMoneyMayChange(int payments, String amount, boolean refused) {
        store.sync(snapshot(patients(1, 1), payments(1, 60, "1", "5")));
        Snapshot changed =
                paymentsOnly(concat(payments(1, payments, "1", amount), payments(payments + 1, 60, "1", "5")));

        if (refused) {
            assertRefused(changed, Reason.CHANGES);
        } else {
            assertThat(store.sync(changed).payments().updated()).isEqualTo(payments);
        }
    }

    /** Dollars read as cents delete nothing; cents read as dollars delete money too. */
    @ParameterizedTest
    @ValueSource(strings = {"500", "0.05"})
    void anotherUnitIsRefusedInBothDirections(String amount) {
        store.sync(snapshot(patients(1, 1), payments(1, 10, "1", "5")));

        assertThat(refusal(paymentsOnly(payments(1, 10, "1", amount))))
                .hasMessageContaining("CHANGES:")
                .hasMessageContaining(" of 50.00 of live money would be the difference made by 10 payments (");
        assertThat(store.payment("1").orElseThrow().amount()).isEqualByComparingTo("5");
    }

    @Test
    void insertedAndDeletedPaymentsAreNoChangedMoney() {
        store.sync(snapshot(patients(1, 1), payments(1, 30, "1", "5")));

        assertThat(store.sync(paymentsOnly(concat(payments(5, 30, "1", "5"), payments(31, 90, "1", "999"))))
                        .payments())
                .hasToString("86 read: 60 inserted, 26 unchanged, 4 deleted");
    }

    @Test
    void deltasAreGuardedToo() {
        store.sync(snapshot(patients(1, 40), payments(1, 10, "1", "5")));

        assertRefused(delta(renamed(21, 21), List.of()), Reason.CHANGES);
        assertRefused(delta(List.of(), payments(1, 10, "1", "500")), Reason.CHANGES);
    }

    @Test
    void theLimitsAreOptionsOfTheStoreAndCanBeLiftedOnce() {
        store.sync(snapshot(patients(1, 4), payments(1, 10, "1", "5")));
        store = guarded(Guard.defaults().changes(Guard.Limit.percent(25), Guard.Limit.percent(10)));

        assertRefused(patientsOnly(renamed(4, 2)), Reason.CHANGES);
        assertThat(store.sync(patientsOnly(renamed(4, 1))).patients().updated()).isEqualTo(1);
        assertRefused(delta(List.of(), payments(1, 1, "1", "10.01")), Reason.CHANGES);
        assertThat(store.sync(delta(List.of(), payments(1, 1, "1", "10")))
                        .payments()
                        .updated())
                .isEqualTo(1);
        assertThat(store.sync(patientsOnly(renamed(4, 4)), lifting(Reason.CHANGES))
                        .patients()
                        .updated())
                .isEqualTo(3);
        store = guarded(Guard.defaults().lift(Reason.CHANGES));
        assertThat(store.sync(paymentsOnly(payments(1, 10, "1", "500")))
                        .payments()
                        .updated())
                .isEqualTo(10);
    }

    private static List<PatientData> renamed(int live, int changed) {
        List<PatientData> patients = new ArrayList<>(patients(changed + 1, live));
        IntStream.rangeClosed(1, changed).forEach(i -> patients.add(patient("" + i, "Other", "Name")));
        return patients;
    }

    private static List<PaymentData> concat(List<PaymentData> some, List<PaymentData> others) {
        List<PaymentData> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
