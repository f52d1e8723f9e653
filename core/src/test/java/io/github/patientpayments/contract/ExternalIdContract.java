package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The form of external ids; and whether a record without a valid one can be distinguished from a missing record. */
class ExternalIdContract extends RecordContractTest {

    private static final String ASTRAL = "\uD83D\uDE42"; // one code point, two UTF-16 units

    @Test
    void idsAreStringsOrIntegers() {
        syncPatientsJson("{\"externalId\":5,\"firstName\":\"Rick\",\"lastName\":\"Deckard\"}");
        SyncReport report = syncPaymentsJson(
                "{\"externalId\":501,\"patientId\":5,\"amount\":1}",
                "{\"externalId\":-501,\"patientId\":\"5\",\"amount\":1}",
                "{\"externalId\":\"0501\",\"patientId\":5,\"amount\":1}",
                "{\"externalId\":1234567890123456789012345678901234567890,\"patientId\":5,\"amount\":1}");

        assertThat(report.payments().inserted()).isEqualTo(4);
        assertThat(store.payment("501").orElseThrow().patientExternalId()).isEqualTo("5");
        assertThat(store.payment("-501")).isPresent();
        assertThat(store.payment("0501")).isPresent();
        assertThat(store.payment("1234567890123456789012345678901234567890")).isPresent();
    }

    @Test
    void idsAreComparedExactly() {
        List<String> ids =
                List.of("a", "A", " a", "a ", "á", "a\u0301", "%", "_", "a\tb", "\\N", "'", "1", "01", "1.0");
        SyncReport report = syncPatients(ids.stream().map(ContractTest::patient).toArray(PatientData[]::new));

        assertThat(report.patients().inserted()).isEqualTo(ids.size());
        for (String id : ids) {
            assertThat(store.patient(id).orElseThrow().firstName()).isEqualTo(("First" + id).strip());
        }
    }

    @Test
    void otherTypesAreNotIds() {
        SyncReport report = syncPaymentsJson(
                "{\"externalId\":5.0,\"patientId\":1e0,\"amount\":1}",
                "{\"externalId\":true,\"patientId\":false,\"amount\":1}",
                "{\"externalId\":null,\"patientId\":null,\"amount\":1}",
                "{\"externalId\":{\"externalId\":\"1\"},\"patientId\":[\"5\"],\"amount\":1}",
                "{\"amount\":1}",
                "{\"externalId\":\"\",\"patientId\":\" \\u2003\",\"amount\":1}");

        List<String> wrongType = List.of("externalId WRONG_TYPE", "patientId WRONG_TYPE");
        List<String> missing = List.of("externalId MISSING", "patientId MISSING");
        assertThat(faults(report))
                .isEqualTo(Map.of(
                        1L,
                        wrongType,
                        2L,
                        wrongType,
                        3L,
                        missing,
                        4L,
                        wrongType,
                        5L,
                        missing,
                        6L,
                        List.of("externalId BLANK", "patientId BLANK")));
        assertThat(report.rejections()).allSatisfy(rejection -> {
            assertThat(rejection.externalId()).isEmpty();
            assertThat(rejection.patientExternalId()).isEmpty();
        });
    }

    @Test
    void idsHaveAtMost250CodePoints() {
        String longest = ASTRAL.repeat(250);
        syncPatients(patient(longest, "Rick", "Deckard"));
        SyncReport report = syncPayments(
                payment(longest, longest, "1"),
                payment(longest + "x", longest, "1"),
                payment("3", "x".repeat(251), "1"),
                payment("x".repeat(250), longest, "1"));

        assertThat(store.payment(longest)).isPresent();
        assertThat(store.payment("x".repeat(250))).isPresent();
        assertThat(faults(report))
                .isEqualTo(Map.of(2L, List.of("externalId TOO_LONG"), 3L, List.of("patientId TOO_LONG")));
        assertThat(report.rejections().get(0).externalId()).isEmpty();
        assertThat(report.rejections().get(0).patientExternalId()).contains(longest);
        assertThat(report.rejections().get(1).externalId()).contains("3");
        assertThat(report.rejections().get(1).patientExternalId()).isEmpty();
    }

    @Test
    void aLongIntegerIsTheSameIdAsItsDigits() {
        String digits = "1".repeat(250);
        syncPatientsJson("{\"externalId\":\"" + digits + "\",\"firstName\":\"A\",\"lastName\":\"B\"}");

        SyncReport report = syncPatientsJson("{\"externalId\":" + digits + ",\"firstName\":\"A\",\"lastName\":\"B\"}");

        assertThat(report.patients().unchanged()).isEqualTo(1);
    }

    @Test
    void charactersThatCannotBeStoredAreRejectedInIds() {
        SyncReport report = syncPaymentsJson(
                "{\"externalId\":\"a\\u0000\",\"patientId\":\"\\udc00\",\"amount\":1}",
                "{\"externalId\":\"\\ud800\",\"patientId\":\"\\u0000\",\"amount\":1}");

        List<String> forbidden = List.of("externalId FORBIDDEN_CHARACTER", "patientId FORBIDDEN_CHARACTER");
        assertThat(faults(report)).isEqualTo(Map.of(1L, forbidden, 2L, forbidden));
    }

    @Test
    void aReadableIdOfNoRecordWithholdsNoDeletion() {
        List<PatientData> readable =
                List.of(patient("x".repeat(251), "A", "B"), patient("a\u0000", "A", "B"), patient("\uD800", "A", "B"));
        for (PatientData odd : readable) {
            syncPatients(patient("5"), patient("6"));

            SyncReport report = syncPatients(patient("6"), odd);

            assertThat(report.patients().rejected()).isEqualTo(1);
            assertThat(report.patients().withheld()).isZero();
            assertThat(report.patients().deleted()).isEqualTo(1);
        }
        syncPatientsJson(patientJson("5"), patientJson("6"));
        assertThat(syncPatientsJson(patientJson("6"), "{\"externalId\":" + "1".repeat(41) + "}")
                        .patients()
                        .deleted())
                .isEqualTo(1);
    }

    @Test
    void anUnreadableIdWithholdsAllDeletionsOfItsType() {
        for (String unreadable : List.of(
                "{}",
                "7",
                "null",
                "\"x\"",
                "[]",
                "{\"externalId\":null}",
                "{\"externalId\":\" \"}",
                "{\"externalId\":\"\"}",
                "{\"externalId\":1.5}",
                "{\"externalId\":true}",
                "{\"externalId\":[\"5\"]}",
                "{\"externalId\":\"5\",\"externalId\":\"5\"}")) {
            syncPatients(patient("5"), patient("6"));
            syncPayments(payment("501", "5", "1"), payment("601", "6", "1"));

            SyncReport patients = syncPatientsJson(patientJson("6"), unreadable);
            SyncReport payments = syncPaymentsJson(unreadable);

            assertThat(patients.patients().withheld()).as(unreadable).isEqualTo(1);
            assertThat(patients.patients().deleted()).as(unreadable).isZero();
            assertThat(patients.payments().deleted()).as(unreadable).isZero();
            assertThat(payments.payments().withheld()).as(unreadable).isEqualTo(2);
            assertThat(payments.payments().deleted()).as(unreadable).isZero();
        }
    }

    @Test
    void typedRecordsWithoutAnIdAndNullsAreUnreadable() {
        syncPatients(patient("5"));

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(Arrays.asList(null, patient("6"))))
                .payments(Source.of(Collections.singletonList(null)))
                .build());

        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(report.rejections()).hasSize(2).allSatisfy(rejection -> {
            assertThat(rejection.position()).isEqualTo(1);
            assertThat(rejection.faults().get(0).message()).isEqualTo("The record is not an object");
        });
        assertThat(store.patient("6")).isPresent();
        SyncReport payments = store.sync(Snapshot.builder()
                .payments(Source.of(List.of(PaymentData.builder()
                        .patientExternalId("6")
                        .amount(BigDecimal.ONE)
                        .build())))
                .build());
        assertThat(onlyFaults(payments)).containsExactly("externalId MISSING");
    }

    @Test
    void aPaymentWithoutAReadablePatientKeepsItsStoredVersion() {
        syncPatients(patient("5"));
        syncPayments(payment("501", "5", "1"), payment("502", "5", "2"));

        SyncReport report = syncPaymentsJson("{\"externalId\":\"501\",\"patientId\":true,\"amount\":3}");

        assertThat(report.payments().retained()).isEqualTo(1);
        assertThat(report.payments().withheld()).isZero();
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertThat(store.payment("501").orElseThrow().amount()).isEqualTo("1.00");
    }

    @Test
    void aRepeatedFieldIsRejectedWhateverItsValues() {
        SyncReport patients = syncPatientsJson(
                "{\"externalId\":\"1\",\"firstName\":\"A\",\"lastName\":\"B\",\"firstName\":\"A\"}",
                patientJson("2", "\"middleName\":null", "\"middleName\":null", "\"middleName\":\"x\""),
                patientJson("3", "\"dateOfBirth\":\"nonsense\"", "\"dateOfBirth\":\"1980-01-01\""),
                patientJson("4", "\"unknown\":1", "\"unknown\":2"));
        assertThat(faults(patients))
                .isEqualTo(Map.of(
                        1L, List.of("firstName DUPLICATE_FIELD"),
                        2L, List.of("middleName DUPLICATE_FIELD"),
                        3L, List.of("dateOfBirth DUPLICATE_FIELD")));
        assertThat(patients.rejections().get(0).faults().get(0).message())
                .isEqualTo("First name is given more than once");

        SyncReport payments = syncPaymentsJson(
                "{\"externalId\":\"1\",\"patientId\":\"4\",\"patientId\":\"4\",\"amount\":1,\"amount\":1}");
        assertThat(onlyFaults(payments)).containsExactly("patientId DUPLICATE_FIELD", "amount DUPLICATE_FIELD");
    }

    @Test
    void unknownFieldsAreIgnored() {
        SyncReport report = syncPatientsJson(
                "{\"a\":{\"externalId\":\"9\",\"firstName\":[{\"lastName\":1}]},\"externalId\":\"5\",\"b\":[[1,{}],[]],"
                        + "\"firstName\":\"Rick\",\"\":null,\"lastName\":\"Deckard\",\"ExternalID\":1e999999999,"
                        + "\"amount\":\"x\"}");

        assertThat(report.patients().inserted()).isEqualTo(1);
        assertThat(store.patient("5").orElseThrow().firstName()).isEqualTo("Rick");
        assertThat(store.patient("9")).isEmpty();
    }
}
