package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.patientpayments.Patient;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The examples of the challenge from which the library grew, unchanged. */
class ChallengeContract extends ContractTest {

    private static final String PATIENTS = """
            [{
              "firstName": "Aaron",
              "lastName": "Achard",
              "dateOfBirth": "2083-02-01",
              "externalId": "52"
            }, {
              "firstName": "Rick",
              "lastName": "Deckard",
              "dateOfBirth": "1983-02-01",
              "externalId": "52"
            }, {
              "firstName": "Pris",
              "lastName": "Stratton",
              "dateOfBirth": "1993-12-20",
              "externalId": "4"
            }, {
              "firstName": "Roy",
              "lastName": "Batti",
              "dateOfBirth": "1993-06-12",
              "externalId": "8"
            }, {
              "firstName": "Eldon",
              "lastName": "Tyrell",
              "dateOfBirth": "1956-04-01",
              "externalId": "15"
            }]
            """;

    private static final String PAYMENTS = """
            [{
              "amount": 4.46,
              "patientId": "5",
              "externalId": "501"
            }, {
              "amount": 5.66,
              "patientId": "5",
              "externalId": "502"
            }, {
              "amount": 7.10,
              "patientId": "5",
              "externalId": "503"
            },{
              "amount": 23.32,
              "patientId": "6",
              "externalId": "601"
            }, {
              "amount": 2.29,
              "patientId": "6",
              "externalId": "602"
            }, {
              "amount": 9.29,
              "patientId": "8",
              "externalId": "602"
            }]
            """;

    @Test
    void fourPatientsAreStoredAndTheFirstRecordIsRejectedForItsBirthDate() {
        SyncReport report =
                store.sync(Snapshot.builder().patients(json(PATIENTS)).build());

        assertThat(report.patients()).hasToString("5 read: 4 inserted, 1 rejected");
        assertThat(report.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.recordType()).isEqualTo(RecordType.PATIENT);
            assertThat(rejection.position()).isEqualTo(1);
            assertThat(rejection.externalId()).contains("52");
            assertThat(rejection.faults())
                    .containsExactly(new Rejection.Fault("dateOfBirth", Rejection.Code.DATE_IN_FUTURE));
            assertThat(rejection.faults().get(0).message()).isEqualTo("Date of birth cannot be in future");
        });
        assertThat(store.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID))
                        .items())
                .extracting(Patient::externalId, Patient::firstName, Patient::lastName, ChallengeContract::born)
                .containsExactly(
                        tuple("52", "Rick", "Deckard", "1983-02-01"),
                        tuple("4", "Pris", "Stratton", "1993-12-20"),
                        tuple("8", "Roy", "Batti", "1993-06-12"),
                        tuple("15", "Eldon", "Tyrell", "1956-04-01"));
    }

    @Test
    void oneOfItsPaymentsIsStored() {
        SyncReport report = store.sync(Snapshot.builder()
                .patients(json(PATIENTS))
                .payments(json(PAYMENTS))
                .build());

        assertThat(report.payments()).hasToString("6 read: 1 inserted, 5 rejected");
        assertThat(report.rejections())
                .filteredOn(rejection -> rejection.recordType() == RecordType.PAYMENT)
                .extracting(
                        Rejection::position,
                        rejection -> rejection.faults().get(0).code())
                .containsExactly(
                        tuple(1L, Rejection.Code.UNKNOWN_PATIENT),
                        tuple(2L, Rejection.Code.UNKNOWN_PATIENT),
                        tuple(3L, Rejection.Code.UNKNOWN_PATIENT),
                        tuple(4L, Rejection.Code.UNKNOWN_PATIENT),
                        tuple(5L, Rejection.Code.UNKNOWN_PATIENT));
        assertThat(report.rejections().get(1).faults().get(0).message())
                .isEqualTo("Select a valid choice. That choice is not one of the available choices.");
        assertThat(store.payment("602").orElseThrow().amount()).isEqualTo(new BigDecimal("9.29"));
        assertThat(store.payment("602").orElseThrow().patientExternalId()).isEqualTo("8");
        assertThat(store.patient("8").orElseThrow().paymentTotal()).isEqualTo(new BigDecimal("9.29"));
        assertThat(store.payment("501")).isEmpty();
    }

    @Test
    void oneOfItsPatientsHasPaidBetweenFiveAndTen() {
        store.sync(Snapshot.builder()
                .patients(json(PATIENTS))
                .payments(json(PAYMENTS))
                .build());

        PatientFilter filter = PatientFilter.builder()
                .paymentTotalAtLeast(new BigDecimal("5"))
                .paymentTotalAtMost(BigDecimal.TEN)
                .build();
        assertThat(store.patients(filter, PageRequest.by(PatientSort.PAYMENT_TOTAL))
                        .items())
                .extracting(Patient::externalId, Patient::paymentCount, Patient::paymentTotal)
                .containsExactly(tuple("8", 1L, new BigDecimal("9.29")));
    }

    private static String born(Patient patient) {
        return patient.dateOfBirth().orElseThrow().toString();
    }
}
