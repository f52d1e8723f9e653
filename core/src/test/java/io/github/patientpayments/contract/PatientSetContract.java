package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a full set does to a patient. */
class PatientSetContract extends ContractTest {

    @Test
    void aNewPatientIsInsertedWithTheRunsTime() {
        SyncReport report = syncPatients(patient("5", " Rick ", "Deckard"));

        assertThat(report.patients().inserted()).isEqualTo(1);
        assertThat(report.status()).isEqualTo(SyncRun.Status.APPLIED);
        Patient patient = store.patient("5").orElseThrow();
        assertThat(patient.firstName()).isEqualTo("Rick");
        assertThat(patient.lastName()).isEqualTo("Deckard");
        assertThat(patient.middleName()).isEmpty();
        assertThat(patient.dateOfBirth()).contains(LocalDate.of(1980, 1, 31));
        assertThat(patient.paymentTotal()).isEqualTo("0.00");
        assertThat(patient.createdAt()).isEqualTo(report.time()).isEqualTo(patient.updatedAt());
        assertThat(patient.deletedAt()).isEmpty();
    }

    @Test
    void anEqualPatientIsNotWritten() {
        syncPatients(patient("5"), patient("6"));
        List<String> before = rows("SELECT * FROM " + schema + ".patients");

        SyncReport report = syncPatients(patient("6"), patient("5"));

        assertThat(report.patients().unchanged()).isEqualTo(2);
        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(rows("SELECT * FROM " + schema + ".patients")).isEqualTo(before);
    }

    @Test
    void aDifferentPatientIsUpdatedAndItsOldVersionKept() {
        SyncReport first = syncPatients(patient("5", "Rick", "Deckard"));

        SyncReport second = syncPatients(patient("5", "Rachael", "Deckard"));

        assertThat(second.patients().updated()).isEqualTo(1);
        Patient patient = store.patient("5").orElseThrow();
        assertThat(patient.firstName()).isEqualTo("Rachael");
        assertThat(patient.createdAt()).isEqualTo(first.time());
        assertThat(patient.updatedAt()).isEqualTo(second.time());
        assertThat(rows("SELECT from_run, to_run, deleted, first_name FROM " + schema + ".patient_versions"))
                .containsExactly("[" + first.number() + ", " + second.number() + ", false, Rick]");
    }

    @Test
    void aChangeOfAnyFieldIsAnUpdate() {
        syncPatients(person().build());
        for (PatientData changed : List.of(
                person().firstName("Other").build(),
                person().lastName("Other").build(),
                person().middleName("Other").build(),
                person().middleName(null).build(),
                person().dateOfBirth(LocalDate.of(1980, 2, 1)).build(),
                person().dateOfBirth(null).build())) {
            assertThat(syncPatients(changed).patients().updated())
                    .as("%s", changed)
                    .isEqualTo(1);

            Patient stored = store.patient("5").orElseThrow();
            assertThat(stored.firstName()).isEqualTo(changed.firstName().orElseThrow());
            assertThat(stored.lastName()).isEqualTo(changed.lastName().orElseThrow());
            assertThat(stored.middleName()).isEqualTo(changed.middleName());
            assertThat(stored.dateOfBirth()).isEqualTo(changed.dateOfBirth());
            syncPatients(person().build());
        }
    }

    private static PatientData.Builder person() {
        return PatientData.builder()
                .externalId("5")
                .firstName("Rick")
                .lastName("Deckard")
                .middleName("M")
                .dateOfBirth(LocalDate.of(1980, 1, 31));
    }

    /** No run leaves anything there, but a row of another program must not become a patient, or delete one. */
    @Test
    void whatIsInTheWorkingTablesIsIgnored() {
        SyncReport first = syncPatients(patient("5"));
        for (Supplier<SyncReport> run : List.<Supplier<SyncReport>>of(
                () -> syncPatients(patient("5")),
                () -> store.sync(Delta.builder()
                        .patients(Source.of(List.of(patient("5"))))
                        .build()),
                () -> store.revertTo(first.number()))) {
            database.execute(
                    "INSERT INTO " + schema + ".patient_stage (record_no, status, external_id, first_name, last_name,"
                            + " first_name_key, last_name_key, deletion) VALUES (9, 0, '9', 'A', 'B', 'a', 'b', FALSE)",
                    "INSERT INTO " + schema + ".patient_known (id) SELECT id FROM " + schema + ".patients",
                    "INSERT INTO " + schema + ".patient_diff (kind, id) SELECT 5, id FROM " + schema + ".patients");

            assertThat(run.get().status()).isEqualTo(SyncRun.Status.UNCHANGED);

            assertThat(store.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID))
                            .items())
                    .extracting(Patient::externalId)
                    .containsExactly("5");
        }
    }

    @Test
    void aMissingPatientBecomesATombstone() {
        syncPatients(patient("5"), patient("6"));

        SyncReport report = syncPatients(patient("6"));

        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(store.patient("5")).isEmpty();
        assertThat(store.patients(PatientFilter.builder().includeDeleted().build(), PageRequest.by(PatientSort.ID))
                        .items())
                .filteredOn(patient -> patient.externalId().equals("5"))
                .singleElement()
                .satisfies(patient -> {
                    assertThat(patient.deletedAt()).contains(report.time());
                    assertThat(patient.updatedAt()).isEqualTo(report.time());
                });
    }

    @Test
    void aReturningPatientKeepsIdAndCreation() {
        syncPatients(patient("5"), patient("6"));
        Patient before = store.patient("5").orElseThrow();
        syncPatients(patient("6"));

        SyncReport report = syncPatients(patient("5"), patient("6"));

        assertThat(report.patients().restored()).isEqualTo(1);
        Patient after = store.patient("5").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(report.time());
        assertThat(rows("SELECT from_run, to_run, deleted FROM " + schema + ".patient_versions"))
                .containsExactly("[1, 2, false]", "[2, 3, true]");
    }

    @Test
    void anInvalidPatientIsRejectedAndItsStoredVersionStays() {
        syncPatients(patient("5", "Rick", "Deckard"), patient("6"));

        SyncReport report = syncPatients(invalidPatient("5"), invalidPatient("7"), patient("6"));

        assertThat(report.patients().rejected()).isEqualTo(2);
        assertThat(report.patients().retained()).isEqualTo(1);
        assertThat(report.patients().deleted()).isZero();
        assertThat(store.patient("5").orElseThrow().firstName()).isEqualTo("Rick");
        assertThat(report.rejections()).extracting(Rejection::position).containsExactly(1L, 2L);
        assertThat(report.rejections().get(0).faults())
                .extracting(Rejection.Fault::message)
                .containsExactly("First name is required", "Last name is required");
    }

    @Test
    void aPatientWithoutAReadableIdWithholdsAllDeletions() {
        syncPatients(patient("5"), patient("6"));

        SyncReport report = syncPatients(
                patient("6"), PatientData.builder().firstName("A").lastName("B").build());

        assertThat(report.patients().deleted()).isZero();
        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(store.patient("5")).isPresent();
    }

    @Test
    void amongValidElementsWithTheSameIdTheFirstIsAccepted() {
        SyncReport report = syncPatients(
                invalidPatient("5"),
                patient("5", "Rick", "Deckard"),
                patient("5", "Rick", "Deckard"),
                patient("5", "Roy", "Batti"));

        assertThat(report.patients().read()).isEqualTo(4);
        assertThat(report.patients().inserted()).isEqualTo(1);
        assertThat(report.patients().collapsed()).isEqualTo(1);
        assertThat(report.patients().rejected()).isEqualTo(2);
        assertThat(report.patients().retained()).isZero();
        assertThat(store.patient("5").orElseThrow().firstName()).isEqualTo("Rick");
        assertThat(report.rejections().get(1).faults())
                .containsExactly(new Rejection.Fault("externalId", Rejection.Code.DUPLICATE));
    }
}
