package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.SyncRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All versions of a record, with the time in which each was valid. */
class HistoryContract extends ContractTest {

    private static final PageRequest<Void> ALL = PageRequest.first();

    @Test
    void aRecordThatNeverChangedHasOneVersion() {
        sync(List.of(patient("1")), List.of(payment("p", "1", "7.1")));
        sync(List.of(patient("1")), List.of(payment("p", "1", "7.10")));

        assertThat(described(patientVersions("1"))).isEqualTo("1- First1");
        assertThat(described(paymentVersions("p"))).isEqualTo("1- 1:7.10");
        Version<PatientData> only = patientVersions("1").items().get(0);
        assertThat(only.content()).isEqualTo(patient("1"));
        assertThat(only.from()).isEqualTo(store.syncRuns(2).get(1).time());
        assertThat(only.to()).isEmpty();
    }

    @Test
    void everyChangeOfAPatientKeepsTheFormerVersion() {
        syncPatients(patient("1", "Ann", "A"), patient("2"));
        syncPatients(patient("1", "Ann", "B"), patient("2"));
        syncPatients(patient("1", "Ann", "B"), patient("2", "Other", "X"));
        syncPatients(patient("2", "Other", "X"));
        syncPatients(patient("1", "Zoe", "B"), patient("2", "Other", "X"));

        Page<Version<PatientData>> versions = patientVersions("1");

        assertThat(described(versions)).isEqualTo("1-2 Ann, 2-4 Ann, 4-5 Ann gone, 5- Zoe");
        assertThat(versions.items().get(1).content()).isEqualTo(patient("1", "Ann", "B"));
        assertContiguous(versions.items());
        assertThat(versions.baseRun()).isEqualTo(5);
    }

    @Test
    void everyFieldIsKept() {
        PatientData full = PatientData.builder()
                .externalId("1")
                .firstName("Ann")
                .lastName("Miller")
                .middleName("M.")
                .dateOfBirth(java.time.LocalDate.of(1977, 7, 7))
                .build();
        PatientData bare = PatientData.builder()
                .externalId("1")
                .firstName("Ann")
                .lastName("Miller")
                .build();
        syncPatients(full);
        syncPatients(bare);

        assertThat(patientVersions("1").items()).extracting(Version::content).containsExactly(full, bare);
    }

    @Test
    void aPaymentHasVersionsForMovesCascadesAndReturns() {
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "5"), payment("q", "2", "1")));
        syncPayments(payment("p", "1", "-6.1234"), payment("q", "2", "1"));
        syncPayments(payment("p", "2", "-6.1234"), payment("q", "2", "1"));
        syncPatients(patient("1"));
        syncPatients(patient("1"), patient("2"));
        syncPayments(payment("q", "2", "1"));

        Page<Version<PaymentData>> versions = paymentVersions("p");

        assertThat(described(versions))
                .isEqualTo("1-2 1:5.00, 2-3 1:-6.1234, 3-4 2:-6.1234, 4-5 2:-6.1234 gone, 5-6 2:-6.1234,"
                        + " 6- 2:-6.1234 gone");
        assertContiguous(versions.items());
        assertThat(described(patientVersions("2"))).isEqualTo("1-4 First2, 4-5 First2 gone, 5- First2");
    }

    @Test
    void versionsArePaged() {
        for (String name : List.of("A", "B", "C", "D", "E")) {
            syncPatients(patient("1", name, "L"), patient("2", name, "L"));
        }
        for (int limit = 1; limit <= 6; limit++) {
            assertThat(seek(ALL.limit(limit))).isEqualTo("1-2 A, 2-3 B, 3-4 C, 4-5 D, 5- E");
            assertThat(seek(ALL.limit(limit).descending())).isEqualTo("5- E, 4-5 D, 3-4 C, 2-3 B, 1-2 A");
        }
        Page<Version<PatientData>> second =
                store.history().patientVersions("1", ALL.limit(2).page(2).counted());
        assertThat(described(second)).isEqualTo("3-4 C, 4-5 D");
        assertThat(second.total()).hasValue(5);

        String cursor =
                store.history().patientVersions("1", ALL.limit(2)).next().orElseThrow();
        assertThatThrownBy(() -> store.history().patientVersions("2", ALL.after(cursor)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.history().paymentVersions("1", ALL.after(cursor)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownRecordHasNoVersions() {
        syncPatients(patient("1"));

        for (String id : List.of("", "2", "FIRST1", "\u0000", "1\u0000", "\uD800")) {
            assertThat(patientVersions(id).items()).as(id).isEmpty();
            assertThat(paymentVersions(id).items()).as(id).isEmpty();
        }
    }

    @Test
    void versionsOfAPaymentWithAnErasedPatientAreLeftOut() {
        sync(List.of(patient("1"), patient("2")), List.of(payment("p", "1", "5")));
        syncPayments(payment("p", "2", "5"));
        syncPayments(payment("p", "2", "6"));
        database.execute("UPDATE " + schema + ".payment_versions SET patient_id = NULL, amount = NULL, deleted = TRUE"
                + " WHERE from_run = 1");

        assertThat(described(paymentVersions("p"))).isEqualTo("2-3 2:5.00, 3- 2:6.00");
    }

    @Test
    void versionsAreEqualByValueAndPrintNoNames() {
        syncPatients(patient("1", "Secret", "Name"));
        syncPatients(patient("1", "Hidden", "Name"));

        assertThat(patientVersions("1").items()).isEqualTo(patientVersions("1").items());
        assertThat(patientVersions("1").items().toString())
                .contains("fromRun=1", "toRun=2", "externalId=1")
                .doesNotContain("Secret", "Hidden", "Name");
    }

    private Page<Version<PatientData>> patientVersions(String externalId) {
        return store.history().patientVersions(externalId, ALL);
    }

    private Page<Version<PaymentData>> paymentVersions(String externalId) {
        return store.history().paymentVersions(externalId, ALL);
    }

    private String seek(PageRequest<Void> request) {
        List<String> found = new ArrayList<>();
        Page<Version<PatientData>> page = store.history().patientVersions("1", request);
        while (true) {
            found.add(described(page));
            if (page.next().isEmpty()) {
                return String.join(", ", found);
            }
            page = store.history()
                    .patientVersions("1", request.after(page.next().orElseThrow()));
        }
    }

    /** Each version ends where the next begins, at the time of that run. */
    private <T> void assertContiguous(List<Version<T>> versions) {
        List<SyncRun> runs = store.syncRuns(100);
        for (int i = 0; i < versions.size(); i++) {
            Version<T> version = versions.get(i);
            assertThat(version.from()).isEqualTo(timeOf(runs, version.fromRun()));
            if (i + 1 < versions.size()) {
                Version<T> next = versions.get(i + 1);
                assertThat(version.toRun()).hasValue(next.fromRun());
                assertThat(version.to()).contains(next.from());
            } else {
                assertThat(version.toRun()).isEmpty();
                assertThat(version.to()).isEmpty();
            }
        }
    }

    private static Instant timeOf(List<SyncRun> runs, long number) {
        return runs.stream()
                .filter(run -> run.number() == number)
                .findFirst()
                .orElseThrow()
                .time();
    }

    private static <T> String described(Page<Version<T>> page) {
        return String.join(
                ", ", page.items().stream().map(HistoryContract::described).toList());
    }

    private static String described(Version<?> version) {
        String content = version.content() instanceof PatientData patient
                ? patient.firstName().orElseThrow()
                : described((PaymentData) version.content());
        String to = version.toRun().isPresent() ? "" + version.toRun().getAsLong() : "";
        return version.fromRun() + "-" + to + " " + content + (version.isDeleted() ? " gone" : "");
    }

    private static String described(PaymentData payment) {
        return payment.patientExternalId().orElseThrow() + ":"
                + payment.amount().orElseThrow();
    }
}
