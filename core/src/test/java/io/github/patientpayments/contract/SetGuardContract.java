package io.github.patientpayments.contract;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set that is empty, has no valid record, or has too few of them. */
class SetGuardContract extends GuardedContractTest {

    private static final PatientData WITHOUT_ID =
            PatientData.builder().firstName("No").lastName("Id").build();

    @Test
    void anEmptySetIsRefusedHoweverFewRecordsAreLive() {
        store.sync(snapshot(patients(1, 1), payments(1, 1, "1", "5")));

        assertRefused(patientsOnly(List.of()), Reason.EMPTY);
        assertRefused(paymentsOnly(List.of()), Reason.EMPTY);
        assertRefused(snapshot(patients(1, 1), List.of()), Reason.EMPTY);
        assertRefused(snapshot(List.of(), payments(1, 1, "1", "5")), Reason.EMPTY, Reason.ALL_REJECTED);
        assertThat(refusal(Snapshot.builder()
                        .patients(json("[]"))
                        .payments(json("[]"))
                        .build()))
                .hasMessageContaining("EMPTY: There are no patients in it, and 1 in the store.")
                .hasMessageContaining("EMPTY: There are no payments in it, and 1 in the store.");
    }

    @Test
    void anEmptySetIsAppliedIfNoRecordIsLive() {
        assertThat(store.sync(snapshot(List.of(), List.of())).patients().read()).isZero();
        store.sync(patientsOnly(patients(1, 1)));
        assertThat(store.sync(snapshot(patients(1, 1), List.of())).payments().isFullSet())
                .as("no payments yet")
                .isTrue();
        store.sync(patientsOnly(List.of()), lifting(Reason.EMPTY));

        SyncReport report = store.sync(snapshot(List.of(), List.of()));

        assertThat(report.patients().deleted()).as("a tombstone is not live").isZero();
    }

    @Test
    void anEmptyDeltaIsNotEmpty() {
        store.sync(snapshot(patients(1, 1), payments(1, 1, "1", "5")));

        store.sync(delta(List.of(), List.of()));
        store.sync(Delta.builder().payments(json("[]")).build());

        assertThat(store.payment("1")).isPresent();
    }

    @Test
    void aSetWithoutAValidRecordIsRefused() {
        assertRefused(patientsOnly(List.of(invalidPatient("1"))), Reason.ALL_REJECTED);
        assertRefused(patientsOnly(List.of(WITHOUT_ID)), Reason.ALL_REJECTED);
        assertRefused(paymentsOnly(payments(1, 2, "nobody", "5")), Reason.ALL_REJECTED);
        store.sync(patientsOnly(patients(1, 3)));

        SnapshotRefusedException refused =
                refusal(patientsOnly(List.of(invalidPatient("1"), invalidPatient("2"), invalidPatient("2"))));

        assertThat(refused)
                .hasMessageContaining(
                        "ALL_REJECTED: All 3 patients were rejected, most often for firstName (MISSING), lastName (MISSING).");
        assertThat(refused.report().patients().retained()).isEqualTo(2);
        assertThat(refused.report().rejections()).hasSize(3);
        assertRefused(snapshot(patients(1, 3), payments(1, 2, "nobody", "5")), Reason.ALL_REJECTED);
        assertRefused(snapshot(List.of(WITHOUT_ID), payments(1, 1, "1", "5")), Reason.ALL_REJECTED);
    }

    /** Such as the file of the payments in the place of the patients. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | patientId amount       | it looks like payments.",
                "false | firstName dateOfBirth  | it looks like patients.",
                "true  | id name                | known are externalId, firstName, lastName, middleName, dateOfBirth.",
                "false | patient_id amount_cents | known are externalId, patientId, amount"
            })
    void recordsWithOtherFieldsAreNamed(boolean patients, String fields, String said) {
        String record =
                Stream.of(fields.split(" ")).map(f -> "\"" + f + "\": \"1\"").collect(joining(", ", "[{", "}]"));
        Source.Json source = Source.json(() -> new ByteArrayInputStream(record.getBytes(StandardCharsets.UTF_8)));

        SnapshotRefusedException refused = refusal(
                patients
                        ? Snapshot.builder().patients(source).build()
                        : Snapshot.builder().payments(source).build());

        assertThat(refused).hasMessageContainingAll("ALL_REJECTED", "The first one has the unknown fields", said);
    }

    @Test
    void oneValidRecordIsEnough() {
        SyncReport report = store.sync(snapshot(
                List.of(patient("1"), patient("1", "Other", "Name"), WITHOUT_ID, invalidPatient("3")),
                List.of(payment("1", "1", "5"), payment("1", "1", "6"), payment("2", "nobody", "1"))));

        assertThat(report.patients().rejected()).isEqualTo(3);
        assertThat(report.payments().rejected()).isEqualTo(2);
    }

    @Test
    void aDeltaWithoutAValidRecordIsRefusedToo() {
        store.sync(patientsOnly(patients(1, 1)));

        assertRefused(delta(List.of(invalidPatient("2")), List.of()), Reason.ALL_REJECTED);
        assertRefused(delta(List.of(), payments(1, 1, "nobody", "5")), Reason.ALL_REJECTED);
        assertThat(store.sync(delta(List.of(invalidPatient("2"), PatientData.deletion("unknown")), List.of()))
                        .patients()
                        .rejected())
                .as("a deletion is valid even if there is nothing to delete")
                .isEqualTo(1);
    }

    @Test
    void suppressedRecordsAreNeitherValidNorRejected() {
        store = store(builder ->
                builder.guard(Guard.defaults().lift(Reason.DELETIONS)).erasureKey(new byte[32]));
        store.sync(snapshot(patients(1, 2), payments(1, 4, "1", "5")));
        store.erase("2");

        assertRefused(
                snapshot(patients(1, 2), List.of(payment("8", "2", "1"), payment("9", "nobody", "1"))),
                Reason.ALL_REJECTED);
        SyncReport report = store.sync(snapshot(patients(1, 2), payments(8, 9, "2", "1")));
        assertThat(report.payments().suppressed()).isEqualTo(2);
        assertThat(report.payments().deleted()).isEqualTo(4);
    }

    @Test
    void emptinessAndTotalRejectionAreOptionsOfTheStoreAndCanBeLiftedOnce() {
        store.sync(snapshot(patients(1, 1), payments(1, 1, "1", "5")));

        assertThat(store.sync(paymentsOnly(List.of(invalidPayment("1", "1"))), lifting(Reason.ALL_REJECTED))
                        .payments()
                        .retained())
                .isEqualTo(1);
        assertThat(store.sync(paymentsOnly(List.of()), lifting(Reason.EMPTY))
                        .payments()
                        .deleted())
                .isEqualTo(1);
        assertRefused(patientsOnly(List.of(invalidPatient("1"))), Reason.ALL_REJECTED);
        assertRefused(patientsOnly(List.of()), Reason.EMPTY);
        store = guarded(Guard.defaults().lift(Reason.EMPTY, Reason.ALL_REJECTED));
        assertThat(store.sync(patientsOnly(List.of(invalidPatient("1"))))
                        .patients()
                        .retained())
                .isEqualTo(1);
        assertThat(store.sync(patientsOnly(List.of())).patients().deleted()).isEqualTo(1);
    }

    @Test
    void rejectionsOfMoreThanAFifthAreRefusedByDefault() {
        assertThat(store.sync(patientsOnly(mixed(1, 19))).patients().rejected())
                .as("fewer than 20, into an empty store")
                .isEqualTo(19);
        assertRefused(patientsOnly(mixed(1, 20)), Reason.TOO_MANY_REJECTIONS);

        store.sync(patientsOnly(mixed(80, 20)));
        assertThat(refusal(patientsOnly(mixed(79, 21))))
                .hasMessageContaining("21 of 100 patients were rejected (21 %; allowed: up to 20 %, or fewer than 20),"
                        + " most often for firstName (MISSING), lastName (MISSING).");
    }

    /** A changed date format in a small store: few are rejected, and they are most. */
    @Test
    void mostRecordsOfASmallStoreAreNotRejectedSilently() {
        store.sync(patientsOnly(patients(1, 4)));

        assertThat(store.sync(patientsOnly(mixed(2, 2))).patients().retained()).isEqualTo(2);
        assertThat(refusal(patientsOnly(mixed(1, 3))))
                .hasMessageContaining(
                        "3 of 4 patients were rejected (75 %; allowed: up to 20 %, or fewer than 20 if they"
                                + " are no more than half)");
    }

    /** Refuses more than 5 % if they are at least 3. */
    @ParameterizedTest
    @CsvSource({"57,3,false", "56,3,true", "57,4,true", "2,2,false", "1,3,true", "77,4,false", "75,4,true"})
    void rejectionsCanBeLimited(int valid, int rejected, boolean refused) {
        store = guarded(Guard.defaults()
                .lift(Reason.DELETIONS)
                .rejections(Guard.Limit.percent(5).atLeast(3)));
        for (Snapshot snapshot : List.of(
                patientsOnly(mixed(valid, rejected)),
                snapshot(
                        patients(1, 1),
                        Stream.concat(
                                        payments(1, valid, "1", "5").stream(),
                                        payments(valid + 1, valid + rejected, "nobody", "5").stream())
                                .toList()))) {
            if (refused) {
                assertRefused(snapshot, Reason.TOO_MANY_REJECTIONS);
            } else {
                SyncReport report = store.sync(snapshot);
                assertThat(report.patients().rejected() + report.payments().rejected())
                        .isEqualTo(rejected);
            }
        }
    }

    @Test
    void tooManyRejectionsAreReportedWithFiguresAndCanBeLiftedOnce() {
        store = guarded(Guard.defaults().rejections(Guard.Limit.percent(0)));

        assertThat(refusal(patientsOnly(mixed(2, 1))))
                .hasMessageContaining("TOO_MANY_REJECTIONS: 1 of 3 patients were rejected (33.3 %; allowed: up to 0 %,"
                        + " or fewer than 1), most often for firstName (MISSING), lastName (MISSING).");
        assertRefused(delta(mixed(2, 1), List.of()), Reason.TOO_MANY_REJECTIONS);
        assertThat(store.sync(patientsOnly(mixed(2, 1)), lifting(Reason.TOO_MANY_REJECTIONS))
                        .patients()
                        .inserted())
                .isEqualTo(2);
        assertRefused(patientsOnly(mixed(2, 1)), Reason.TOO_MANY_REJECTIONS);
        store = guarded(Guard.defaults().rejections(Guard.Limit.percent(0)).lift(Reason.TOO_MANY_REJECTIONS));
        assertThat(store.sync(patientsOnly(mixed(2, 1))).patients().rejected()).isEqualTo(1);
    }

    private static List<PatientData> mixed(int valid, int rejected) {
        return Stream.concat(
                        patients(1, valid).stream(),
                        IntStream.rangeClosed(valid + 1, valid + rejected).mapToObj(i -> invalidPatient("" + i)))
                .toList();
    }
}
