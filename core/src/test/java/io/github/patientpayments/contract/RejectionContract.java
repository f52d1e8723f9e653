package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is reported of rejected records, and what is stored. */
class RejectionContract extends RecordContractTest {

    private static final PageRequest<Void> BY_POSITION = PageRequest.first();

    @Test
    void aRejectionHasTypePositionAndIds() {
        SyncReport report = sync(
                List.of(patient("5"), invalidPatient("6")),
                List.of(
                        payment("501", "5", "1"),
                        invalidPayment("502", "5"),
                        PaymentData.builder().externalId("503").build(),
                        payment("504", "nobody", "1")));

        assertThat(report.rejections())
                .extracting(Rejection::recordType)
                .containsExactly(RecordType.PATIENT, RecordType.PAYMENT, RecordType.PAYMENT, RecordType.PAYMENT);
        assertThat(report.rejections()).extracting(Rejection::position).containsExactly(2L, 2L, 3L, 4L);
        assertThat(report.rejections())
                .extracting(rejection -> rejection.externalId().orElse("-"))
                .containsExactly("6", "502", "503", "504");
        assertThat(report.rejections())
                .extracting(rejection -> rejection.patientExternalId().orElse("-"))
                .containsExactly("-", "5", "-", "nobody");
        assertThat(report.rejections().get(3).faults())
                .containsExactly(new Rejection.Fault("patientId", Rejection.Code.UNKNOWN_PATIENT));
        assertThat(report.rejections().get(3).faults().get(0).message())
                .isEqualTo("Select a valid choice. That choice is not one of the available choices.");
        assertThat(store.rejections(report.number(), BY_POSITION).items()).isEqualTo(report.rejections());
    }

    @Test
    void everyCodeHasASentenceWithoutPlaceholders() {
        for (Rejection.Code code : Rejection.Code.values()) {
            assertThat(new Rejection.Fault("dateOfBirth", code).message())
                    .doesNotContain("%")
                    .matches("[A-Z].*");
        }
        assertThat(new Rejection.Fault("externalId", Rejection.Code.DUPLICATE).message())
                .isEqualTo("A different record with the same external id came before");
    }

    @Test
    void aRejectionIsPrintedWithoutContent() {
        SyncReport report = syncPatientsJson(
                "{\"externalId\":\"5\",\"firstName\":\"Marker\",\"lastName\":\" \",\"dateOfBirth\":\"Marker\"}");

        assertThat(report.rejections().get(0).toString()).contains("5", "lastName BLANK", "dateOfBirth INVALID_DATE");
        assertThat(report.toString() + report.rejections()).doesNotContain("Marker");
        assertThat(rows("SELECT * FROM " + schema + ".rejections").toString()).doesNotContain("Marker");
    }

    @Test
    void countsAddUp() {
        SyncReport report = sync(
                List.of(
                        patient("5"),
                        patient("5"),
                        patient("5", "Other", "Name"),
                        invalidPatient("6"),
                        PatientData.builder().build(),
                        patient("7")),
                List.of(
                        payment("1", "5", "1"),
                        payment("1", "5", "1.0"),
                        payment("1", "7", "1"),
                        payment("2", "6", "1"),
                        payment("3", "7", "1")));

        assertThat(report.patients()).hasToString("6 read: 2 inserted, 3 rejected, 1 collapsed");
        assertThat(report.payments()).hasToString("5 read: 2 inserted, 2 rejected, 1 collapsed");
        assertThat(store.syncRuns(1).get(0).patients()).isEqualTo(report.patients());
        assertThat(store.syncRuns(1).get(0).payments()).isEqualTo(report.payments());
    }

    @Test
    void storedRejectionsAreLimitedAcrossBothSetsAndCountsStayExact() {
        List<PatientData> patients = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> invalidPatient("" + i))
                .toList();
        List<PaymentData> payments = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> invalidPayment("" + i, "x"))
                .toList();
        for (int limit : List.of(0, 3, 4, 6, 8, 100)) {
            store = store(builder -> builder.maxStoredRejections(limit));

            SyncReport report = sync(patients, payments);

            assertThat(report.patients().rejected()).isEqualTo(4);
            assertThat(report.payments().rejected()).isEqualTo(4);
            List<Rejection> stored =
                    store.rejections(report.number(), BY_POSITION).items();
            assertThat(stored).hasSize(Math.min(limit, 8)).isEqualTo(report.rejections());
            assertThat(stored.stream().filter(rejection -> rejection.recordType() == RecordType.PAYMENT))
                    .hasSize(Math.min(4, Math.max(0, limit - 4)));
            assertThat(stored.stream().map(Rejection::position))
                    .isEqualTo(List.of(1L, 2L, 3L, 4L, 1L, 2L, 3L, 4L).subList(0, Math.min(limit, 8)));
        }
    }

    @Test
    void aRecordBeyondTheLimitIsStillRetained() {
        syncPatients(patient("5"), patient("6"));
        store = store(builder -> builder.maxStoredRejections(0));

        SyncReport report = syncPatients(invalidPatient("5"), invalidPatient("6"));

        assertThat(report.patients().retained()).isEqualTo(2);
        assertThat(report.patients().deleted()).isZero();
    }

    @Test
    void aReportHoldsTheFirstRejectionsAndTheStoreAll() {
        List<PatientData> patients = IntStream.rangeClosed(1, SyncReport.MAX_REJECTIONS + 20)
                .mapToObj(i -> invalidPatient("p" + i))
                .toList();

        SyncReport report = sync(patients, List.of());

        assertThat(report.patients().rejected()).isEqualTo(patients.size());
        assertThat(report.rejections()).hasSize(SyncReport.MAX_REJECTIONS);
        assertThat(report.toString()).contains("and 110 more rejected");
        List<Long> positions = new ArrayList<>();
        PageRequest<Void> request = BY_POSITION.limit(7);
        var page = store.rejections(report.number(), request.counted());
        assertThat(page.total()).hasValue(patients.size());
        while (true) {
            page.items().forEach(rejection -> positions.add(rejection.position()));
            if (page.next().isEmpty()) {
                break;
            }
            page = store.rejections(report.number(), request.after(page.next().orElseThrow()));
        }
        assertThat(positions)
                .isEqualTo(IntStream.rangeClosed(1, patients.size())
                        .mapToObj(Long::valueOf)
                        .toList());
    }

    @Test
    void rejectionsAreQueriedByRun() {
        SyncReport first = syncPatients(invalidPatient("5"), invalidPatient("6"), invalidPatient("7"));
        SyncReport second = syncPatients(invalidPatient("8"));

        assertThat(store.rejections(second.number(), BY_POSITION).items()).hasSize(1);
        assertThat(store.rejections(0, BY_POSITION).items()).isEmpty();
        assertThat(store.rejections(first.number(), BY_POSITION.descending()).items())
                .extracting(Rejection::position)
                .containsExactly(3L, 2L, 1L);
        String cursor =
                store.rejections(first.number(), BY_POSITION.limit(1)).next().orElseThrow();
        assertThatThrownBy(() -> store.rejections(second.number(), BY_POSITION.after(cursor)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
