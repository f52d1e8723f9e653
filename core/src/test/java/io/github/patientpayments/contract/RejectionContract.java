package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
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

    /** The two payments of 6 are lost for one mistyped date; those of others have faults of their own. */
    @Test
    void whatARejectedPatientTakesAlongIsReported() {
        sync(List.of(patient("4")), List.of(payment("401", "4", "1"), payment("402", "4", "2")));
        List<PatientData> patients =
                List.of(invalidPatient("4"), patient("5"), invalidPatient("6"), invalidPatient("7"), patient("7"));
        List<PaymentData> payments = List.of(
                payment("401", "4", "1"),
                payment("402", "6", "2"), // which stays the one of patient 4
                payment("501", "5", "2"),
                payment("601", "6", "30.5"),
                payment("602", "6", "-0.25"),
                payment("602", "6", "-0.25"),
                invalidPayment("603", "6"),
                payment("701", "7", "4"),
                payment("801", "nobody", "8"));

        SyncReport report = sync(patients, payments);

        assertThat(report.payments().rejected()).isEqualTo(6);
        assertThat(report.payments().retained()).isEqualTo(1);
        assertThat(report.paymentsRejectedWithPatients()).isEqualTo(2);
        assertThat(report.amountRejectedWithPatients()).isEqualTo("30.25");
        assertThat(report).asString().contains("2 payments rejected with their patients");
        assertThat(store.preview(snapshot(patients, payments), SyncOptions.defaults(), 0)
                        .report()
                        .amountRejectedWithPatients())
                .isEqualTo("30.25");
        assertThat(syncPayments(payments.toArray(PaymentData[]::new)).paymentsRejectedWithPatients())
                .as("of a patient who is not in this input")
                .isZero();
        assertThat(sync(List.of(patient("4"), patient("6")), List.of()).amountRejectedWithPatients())
                .isEqualTo("0.00");
    }

    @Test
    void aRefusalReportsWhatARejectedPatientTakesAlong() {
        store = store(builder -> builder.guard(Guard.defaults().rejections(Guard.Limit.percent(0))));

        SnapshotRefusedException refused = catchThrowableOfType(
                SnapshotRefusedException.class,
                () -> sync(List.of(patient("5"), invalidPatient("6")), List.of(payment("601", "6", "30.5"))));

        assertThat(refused.report().paymentsRejectedWithPatients()).isEqualTo(1);
        assertThat(refused.report().amountRejectedWithPatients()).isEqualTo("30.50");
    }

    /** An erased patient is in no count, however wrong its record is. */
    @Test
    void anErasedPatientTakesNoPaymentAlong() {
        store = store(builder -> builder.guard(UNGUARDED).erasureKey(new byte[32]));
        store.erase("6");

        SyncReport report = sync(List.of(patient("5"), invalidPatient("6")), List.of(payment("601", "6", "30.5")));

        assertThat(report.payments().suppressed()).isEqualTo(1);
        assertThat(report.paymentsRejectedWithPatients()).isZero();
    }

    private static Snapshot snapshot(List<PatientData> patients, List<PaymentData> payments) {
        return Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build();
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
