package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a patient is valid: names and birth dates. */
class PatientRecordContract extends RecordContractTest {

    private static final String ASTRAL = "\uD83D\uDE42"; // one code point, two UTF-16 units

    @Test
    void everyFieldArrives() {
        syncPatientsJson("{\"externalId\":\"5\",\"firstName\":\"Rick\",\"lastName\":\"Deckard\",\"middleName\":\"B\","
                + "\"dateOfBirth\":\"1982-06-25\"}");

        Patient patient = store.patient("5").orElseThrow();
        assertThat(patient.externalId()).isEqualTo("5");
        assertThat(patient.firstName()).isEqualTo("Rick");
        assertThat(patient.lastName()).isEqualTo("Deckard");
        assertThat(patient.middleName()).contains("B");
        assertThat(patient.dateOfBirth()).contains(LocalDate.of(1982, 6, 25));
    }

    @Test
    void namesAreStripped() {
        syncPatientsJson("{\"externalId\":\"5\",\"firstName\":\" \\t Rick\\n\",\"lastName\":\"\\u2003van  Dyke \","
                + "\"middleName\":\" B \"}");

        Patient patient = store.patient("5").orElseThrow();
        assertThat(patient.firstName()).isEqualTo("Rick");
        assertThat(patient.lastName()).isEqualTo("van  Dyke");
        assertThat(patient.middleName()).contains("B");
    }

    @Test
    void aMiddleNameMayBeMissingAndBlankIsMissing() {
        SyncReport report = syncPatientsJson(
                patientJson("1"),
                patientJson("2", "\"middleName\":null"),
                patientJson("3", "\"middleName\":\"\""),
                patientJson("4", "\"middleName\":\" \\u2003\\t\""));

        assertThat(report.patients().inserted()).isEqualTo(4);
        for (String id : List.of("1", "2", "3", "4")) {
            assertThat(store.patient(id).orElseThrow().middleName()).isEmpty();
        }
    }

    @Test
    void requiredNamesAreRequired() {
        SyncReport report = syncPatientsJson(
                "{\"externalId\":\"1\",\"lastName\":\"Deckard\"}",
                "{\"externalId\":\"2\",\"firstName\":\"Rick\"}",
                "{\"externalId\":\"3\",\"firstName\":null,\"lastName\":\" \\u2003\"}",
                "{\"externalId\":\"4\",\"firstName\":\"\",\"lastName\":\"Deckard\"}",
                "{\"externalId\":\"5\",\"firstName\":7,\"lastName\":[\"Deckard\"],\"middleName\":{},\"dateOfBirth\":1}");

        assertThat(faults(report))
                .isEqualTo(Map.of(
                        1L, List.of("firstName MISSING"),
                        2L, List.of("lastName MISSING"),
                        3L, List.of("firstName MISSING", "lastName BLANK"),
                        4L, List.of("firstName BLANK"),
                        5L,
                                List.of(
                                        "firstName WRONG_TYPE",
                                        "lastName WRONG_TYPE",
                                        "middleName WRONG_TYPE",
                                        "dateOfBirth WRONG_TYPE")));
        assertThat(report.rejections().get(2).faults())
                .extracting(Rejection.Fault::message)
                .containsExactly("First name is required", "Last name cannot be blank");
    }

    @Test
    void namesHaveAtMost250CodePoints() {
        String longest = ASTRAL.repeat(250);
        SyncReport report = syncPatients(
                PatientData.builder()
                        .externalId("1")
                        .firstName("x".repeat(250))
                        .lastName("  " + longest + "  ")
                        .middleName(longest)
                        .build(),
                PatientData.builder()
                        .externalId("2")
                        .firstName("x".repeat(251))
                        .lastName(longest + "x")
                        .middleName("x" + longest)
                        .build());

        assertThat(store.patient("1").orElseThrow().lastName()).isEqualTo(longest);
        assertThat(store.patient("1").orElseThrow().middleName()).contains(longest);
        assertThat(faults(report))
                .isEqualTo(Map.of(2L, List.of("firstName TOO_LONG", "lastName TOO_LONG", "middleName TOO_LONG")));
        assertThat(report.rejections().get(0).faults().get(0).message())
                .isEqualTo("First name cannot be longer than 250 characters");
    }

    @Test
    void charactersThatCannotBeStoredAreRejectedInNames() {
        SyncReport report = syncPatientsJson(
                "{\"externalId\":\"1\",\"firstName\":\"a\\u0000b\",\"lastName\":\"Deckard\"}",
                "{\"externalId\":\"2\",\"firstName\":\"Rick\",\"lastName\":\"\\ud83d\"}",
                "{\"externalId\":\"3\",\"firstName\":\"Rick\",\"lastName\":\"\\ude42x\"}",
                patientJson("4", "\"middleName\":\"\\ude42\\ud83d\""),
                patientJson("5", "\"middleName\":\"\\ud83d\\ude42\""));

        assertThat(faults(report))
                .isEqualTo(Map.of(
                        1L, List.of("firstName FORBIDDEN_CHARACTER"),
                        2L, List.of("lastName FORBIDDEN_CHARACTER"),
                        3L, List.of("lastName FORBIDDEN_CHARACTER"),
                        4L, List.of("middleName FORBIDDEN_CHARACTER")));
        assertThat(store.patient("5").orElseThrow().middleName()).contains(ASTRAL);
    }

    @Test
    void textIsReturnedAsItWasStored() {
        String odd = "\\N\\.\t\r\n'\"$1%s{}\u0001\u001f\u007f\u0085\u2028\uFEFFx";
        syncPatients(patient("5", "x" + odd, odd));

        assertThat(store.patient("5").orElseThrow().firstName()).isEqualTo("x" + odd);
        assertThat(store.patient("5").orElseThrow().lastName()).isEqualTo(odd);
        assertThat(syncPatients(patient("5", "x" + odd, odd)).patients().unchanged())
                .isEqualTo(1);
    }

    @Test
    void aBirthDateIsAnIsoDate() {
        List<String> wrong = List.of(
                "\"2023-02-30\"",
                "\"2023-02-29\"",
                "\"2020-1-1\"",
                "\"2020-01-01T00:00:00\"",
                "\"2020-01-01T00:00:00Z\"",
                "\"20200101\"",
                "\"01.02.2020\"",
                "\" 2020-01-01\"",
                "\"+2020-01-01\"",
                "\"02020-01-01\"",
                "\"2020-13-01\"",
                "\"2020/01-01\"",
                "\"2020-01/01\"",
                "\"2o20-01-01\"",
                "\"2020-o1-01\"",
                "\"2020-01-o1\"",
                "\"2020-00-10\"",
                "\"0000-00-00\"",
                "\"٢٠٢٠-٠١-٠١\"",
                "\"\\u0000\"");
        SyncReport report = syncPatientsJson(wrong.stream()
                .map(date -> patientJson("x", "\"dateOfBirth\":" + date))
                .toArray(String[]::new));

        assertThat(report.patients().rejected()).isEqualTo(wrong.size());
        assertThat(faults(report).values()).allMatch(List.of("dateOfBirth INVALID_DATE")::equals);
        assertThat(report.rejections().get(0).faults().get(0).message())
                .isEqualTo("Date of birth is not a date in the form YYYY-MM-DD");
    }

    /** As every converter from CSV writes it. */
    @Test
    void aBlankBirthDateIsMissing() {
        syncPatients(patient("3"));

        SyncReport report = store.sync(Snapshot.builder()
                .patients(json(array(
                        patientJson("1", "\"dateOfBirth\":\"\""),
                        patientJson("2", "\"dateOfBirth\":\" \\u2003\\t\""),
                        patientJson("3", "\"dateOfBirth\":\"\""))))
                .payments(Source.of(List.of(payment("11", "1", "10"))))
                .build());

        assertThat(report.patients()).hasToString("3 read: 2 inserted, 1 updated");
        assertThat(report.payments().inserted()).isEqualTo(1);
        for (String id : List.of("1", "2", "3")) {
            assertThat(store.patient(id).orElseThrow().dateOfBirth()).isEmpty();
        }
        assertThat(syncPatientsJson(patientJson("1"), patientJson("2", "\"dateOfBirth\":null"), patientJson("3"))
                        .patients()
                        .unchanged())
                .isEqualTo(3);
    }

    @Test
    void aBirthDateMayBeMissing() {
        SyncReport report = syncPatientsJson(
                patientJson("1"), patientJson("2", "\"dateOfBirth\":null"), patientJson("3", "\"dateOfBirth\":true"));

        assertThat(store.patient("1").orElseThrow().dateOfBirth()).isEmpty();
        assertThat(store.patient("2").orElseThrow().dateOfBirth()).isEmpty();
        assertThat(faults(report)).isEqualTo(Map.of(3L, List.of("dateOfBirth WRONG_TYPE")));
    }

    @Test
    void aBirthDateIsAfter1900AndNotInTheFuture() {
        SyncReport report = syncPatients(
                born("1", LocalDate.of(1900, 12, 31)),
                born("2", LocalDate.of(1901, 1, 1)),
                born("3", LocalDate.of(2026, 3, 1)),
                born("4", LocalDate.of(2026, 3, 2)),
                born("5", LocalDate.MIN),
                born("6", LocalDate.MAX),
                born("7", LocalDate.of(2024, 2, 29)));

        assertThat(faults(report))
                .isEqualTo(Map.of(
                        1L, List.of("dateOfBirth DATE_TOO_EARLY"),
                        4L, List.of("dateOfBirth DATE_IN_FUTURE"),
                        5L, List.of("dateOfBirth DATE_TOO_EARLY"),
                        6L, List.of("dateOfBirth DATE_IN_FUTURE")));
        assertThat(report.rejections().get(0).faults().get(0).message())
                .isEqualTo("Date of birth cannot be less or equal than 1900");
        assertThat(report.rejections().get(1).faults().get(0).message()).isEqualTo("Date of birth cannot be in future");
        assertThat(store.patient("2").orElseThrow().dateOfBirth()).contains(LocalDate.of(1901, 1, 1));
        assertThat(store.patient("7").orElseThrow().dateOfBirth()).contains(LocalDate.of(2024, 2, 29));
    }

    @Test
    void todayDependsOnTheClockAndTheZoneOfTheStore() {
        Clock lateEvening = Clock.fixed(Instant.parse("2026-03-01T23:30:00Z"), ZoneOffset.UTC);
        PatientData second = born("5", LocalDate.of(2026, 3, 2));
        PatientData third = born("6", LocalDate.of(2026, 3, 3));

        store = store(builder -> builder.clock(lateEvening));
        assertThat(syncPatients(second, third).patients().rejected()).isEqualTo(2);

        store = store(builder -> builder.clock(lateEvening).zone(ZoneId.of("Europe/Zurich")));
        assertThat(faults(syncPatients(second, third))).isEqualTo(Map.of(2L, List.of("dateOfBirth DATE_IN_FUTURE")));

        store = store(builder -> builder.clock(Clock.fixed(Instant.parse("2026-03-02T00:30:00Z"), ZoneOffset.UTC))
                .zone(ZoneId.of("America/New_York")));
        assertThat(syncPatients(second, third).patients().rejected()).isEqualTo(2);
    }

    @Test
    void everyFaultIsReported() {
        SyncReport report = syncPatientsJson(
                "{\"firstName\":\"\\u0000" + "x".repeat(251) + "\",\"lastName\":\" \",\"middleName\":\"\\ud800\","
                        + "\"dateOfBirth\":\"2999-01-01\"}",
                "{}",
                "{\"externalId\":[],\"dateOfBirth\":\"soon\"}");

        assertThat(faults(report))
                .isEqualTo(Map.of(
                        1L,
                                List.of(
                                        "externalId MISSING",
                                        "firstName TOO_LONG",
                                        "firstName FORBIDDEN_CHARACTER",
                                        "lastName BLANK",
                                        "middleName FORBIDDEN_CHARACTER",
                                        "dateOfBirth DATE_IN_FUTURE"),
                        2L, List.of("externalId MISSING", "firstName MISSING", "lastName MISSING"),
                        3L,
                                List.of(
                                        "externalId WRONG_TYPE",
                                        "dateOfBirth INVALID_DATE",
                                        "firstName MISSING",
                                        "lastName MISSING")));
    }

    private static PatientData born(String externalId, LocalDate date) {
        return PatientData.builder()
                .externalId(externalId)
                .firstName("Rick")
                .lastName("Deckard")
                .dateOfBirth(date)
                .build();
    }
}
