package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The same input a second time changes nothing, whatever was withheld. Patients {@code A}, {@code X}, {@code Y} and
 * {@code Z} are missing from the set, {@code S} stays.
 */
class RepeatedInputContract extends ContractTest {

    private static final PaymentData UNREADABLE = PaymentData.builder().build();

    @BeforeEach
    void patients() {
        syncPatients(
                Stream.of("A", "S", "X", "Y", "Z").map(ContractTest::patient).toArray(PatientData[]::new));
    }

    /** X is withheld for x, so a may move to X, and then nothing of A would cascade. */
    @Test
    void aPatientIsNotWithheldForAPaymentThatMovesToAWithheldOne() {
        syncPayments(payment("a", "A", "1"), payment("x", "X", "2"));

        SyncReport report = assertSameTwice(payment("a", "X", "1"), UNREADABLE);

        assertThat(report.patients()).hasToString("1 read: 1 unchanged, 3 deleted, 1 withheld");
        assertThat(report.payments().updated()).isEqualTo(1);
        assertLive("S 0.00", "X 3.00");
    }

    @Test
    void aPatientIsWithheldForAPaymentThatWouldMoveToADeletedOne() {
        syncPayments(payment("a", "A", "1"));

        SyncReport report = assertSameTwice(payment("a", "X", "1"), UNREADABLE);

        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(report.payments()).hasToString("2 read: 2 rejected, 1 retained");
        assertLive("A 1.00", "S 0.00");
    }

    @Test
    void twoPatientsWhoExchangeTheirPaymentsAreWithheld() {
        syncPayments(payment("a", "A", "1"), payment("x", "X", "2"));

        assertSameTwice(payment("a", "X", "1"), payment("x", "A", "2"), UNREADABLE);

        assertLive("A 2.00", "S 0.00", "X 1.00");
    }

    @Test
    void aChainOfPatientsEndsAtTheOneWhosePaymentStays() {
        syncPayments(payment("a", "A", "1"), payment("x", "X", "2"), payment("y", "Y", "4"), payment("z", "Z", "8"));

        assertSameTwice(payment("a", "X", "1"), payment("x", "Y", "2"), payment("y", "Z", "4"), UNREADABLE);

        assertLive("S 0.00", "X 1.00", "Y 2.00", "Z 12.00");
    }

    @Test
    void aNewPaymentOfAWithheldPatientIsKept() {
        syncPayments(payment("x", "X", "2"));

        assertSameTwice(payment("new", "X", "1"), payment("x", "S", "2"), UNREADABLE);

        assertLive("S 2.00");
    }

    /** The first valid element counts, and the second names X in vain. */
    @Test
    void aDuplicateKeepsNobody() {
        syncPayments(payment("a", "A", "1"), payment("x", "X", "2"), payment("z", "Z", "4"));

        assertSameTwice(
                payment("a", "S", "1"),
                payment("a", "X", "1"),
                payment("x", "Z", "2"),
                payment("s", "S", "8"),
                UNREADABLE);

        assertLive("S 9.00", "Z 6.00");
    }

    @Test
    void withheldDeletionsAreWithheldAgain() {
        syncPayments(payment("a", "A", "1"), payment("x", "X", "2"), payment("s", "S", "4"));
        Snapshot snapshot = snapshot(payment("a", "X", "1"), payment("new", "Y", "8"));
        SyncOptions withholding = SyncOptions.defaults().withholdDeletions();

        SyncReport first = store.sync(snapshot, withholding);
        String before = everythingStored();
        SyncReport second = store.sync(snapshot, withholding);

        assertThat(first.patients().withheld()).isEqualTo(4);
        assertThat(second.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(second.patients().withheld()).isEqualTo(4);
        assertThat(second.payments().withheld()).isEqualTo(2);
        assertThat(everythingStored()).isEqualTo(before);
        assertLive("A 0.00", "S 4.00", "X 3.00", "Y 8.00", "Z 0.00");
    }

    private SyncReport assertSameTwice(PaymentData... payments) {
        SyncReport first = store.sync(snapshot(payments));
        String before = everythingStored();

        SyncReport second = store.sync(snapshot(payments));

        assertThat(second.status()).as("%s%nthen%n%s", first, second).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(second.patients().withheld()).isEqualTo(first.patients().withheld());
        assertThat(second.payments().rejected()).isEqualTo(first.payments().rejected());
        assertThat(everythingStored()).isEqualTo(before);
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
        return first;
    }

    private static Snapshot snapshot(PaymentData... payments) {
        return Snapshot.builder()
                .patients(Source.of(List.of(patient("S"))))
                .payments(Source.of(List.of(payments)))
                .build();
    }

    private String everythingStored() {
        return rows("SELECT * FROM " + schema + ".patients") + " " + rows("SELECT * FROM " + schema + ".payments");
    }

    private void assertLive(String... patients) {
        assertThat(rows("SELECT external_id, payment_total FROM " + schema + ".live_patients").stream()
                        .map(row -> row.substring(1, row.length() - 3).replace(",", "")))
                .containsExactly(patients);
    }
}
