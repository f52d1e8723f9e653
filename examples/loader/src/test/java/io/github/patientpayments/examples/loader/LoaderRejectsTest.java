package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rejected records and the file for them. */
class LoaderRejectsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TWO_BAD_PATIENTS = Clinic.PATIENTS
            .replace("1983-02-01", "2083-02-01")
            .replace("\"firstName\": \"Roy\", \"lastName\": \"Batti\"", "\"firstName\": \" \"");

    private Loader loader;

    @BeforeEach
    void loaded(@TempDir Path folder) {
        loader = Clinic.loaded(new Loader(folder));
    }

    @Test
    void anInvalidRecordIsNotDeletedAndEachFaultIsALineOfTheFile() throws Exception {
        loader.file("patients.json", TWO_BAD_PATIENTS);
        loader.file("rejected.ndjson", "{\"recordType\":\"PAYMENT\",\"position\":7}\n");
        Files.setPosixFilePermissions(
                loader.folder().resolve("rejected.ndjson"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(loader.answer("load", "--patients", "patients.json", "--rejects", "rejected.ndjson"))
                .contains(" patients 3 0 0 1 0 2 2")
                .contains(" PATIENT no. 2, line 2 5 DATE_IN_FUTURE Date of birth cannot be in future")
                .contains(" PATIENT no. 3, line 3 8 BLANK, MISSING First name cannot be blank, Last name is required");

        List<String> lines = loader.text("rejected.ndjson").lines().toList();
        assertThat(lines)
                .containsExactly(
                        line(2, "5", "dateOfBirth", "DATE_IN_FUTURE", "Date of birth cannot be in future"),
                        line(3, "8", "firstName", "BLANK", "First name cannot be blank"),
                        line(3, "8", "lastName", "MISSING", "Last name is required"));
        assertThat(Files.getPosixFilePermissions(loader.folder().resolve("rejected.ndjson")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(loader.everything()).contains("5 Rick Deckard 17.22", "8 Roy Batti 34.90");
    }

    private static String line(int position, String id, String field, String code, String message) {
        return """
                {"recordType":"PATIENT","position":%d,"line":%d,"externalId":"%s","patientId":null,"field":"%s","code":"%s","message":"%s"}""".formatted(position, position, id, field, code, message);
    }

    @Test
    void thePatientThatWasLookedForIsNamed() throws Exception {
        loader.file("payments.json", Clinic.PAYMENTS.replaceFirst("\"patientId\": \"5\"", "\"patientId\": \"N77\""));
        assertThat(loader.answer("load", "--payments", "payments.json", "--rejects", "rejected.ndjson"))
                .contains(" PAYMENT no. 1, line 1 501 UNKNOWN_PATIENT ", " (patient N77)\n");
        assertThat(loader.text("rejected.ndjson")).contains("\"externalId\":\"501\",\"patientId\":\"N77\"");
    }

    /** A patient with a last name alone, for instance, takes its payments along. */
    @Test
    void aPaymentWhosePatientWasRejectedSaysSo() throws Exception {
        loader.file(
                "patients.json", Clinic.PATIENTS.replace("]", ", {\"externalId\": \"N9\", \"lastName\": \"Zhora\"}]"));
        loader.file(
                "payments.json",
                Clinic.PAYMENTS.replace(
                        "]",
                        ", {\"externalId\": \"901\", \"patientId\": \"N9\","
                                + " \"amount\": 2310.5}, {\"externalId\": \"902\", \"patientId\": \"N9\", \"amount\": -0.05}]"));
        assertThat(loader.answer("load", "--patients", "patients.json", "--payments", "payments.json"))
                .contains("\nRejected only because their patients were: 2 payments, 2310.45 in total\n")
                .contains(" PAYMENT no. 7, line 6 901 UNKNOWN_PATIENT Its patient was rejected too: N9\n");
        Outcome first = loader.run("rejections", "--limit", "1");
        String cursor = first.err().replace("More: --after ", "").strip();
        assertThat(loader.answer("rejections", "--after", cursor))
                .contains(" 902 UNKNOWN_PATIENT Its patient was rejected too: N9\n")
                .doesNotContain("Zhora", "N9 MISSING");
    }

    @Test
    void strictChangesNothingAndStillWritesTheRejections() throws Exception {
        String before = loader.everything();
        loader.file("patients.json", TWO_BAD_PATIENTS.replace("Pris", "Priscilla"));
        Outcome strict = loader.run("load", "--strict", "--patients", "patients.json", "--rejects", "rejected.ndjson");
        assertThat(strict.exitCode()).isEqualTo(ExitCode.REJECTIONS);
        assertThat(strict.err()).contains("TOO_MANY_REJECTIONS: 2 of 3 patients were rejected", "without --strict");
        assertThat(loader.text("rejected.ndjson")).hasLineCount(3).contains("\"5\"");
        assertThat(loader.everything()).isEqualTo(before);
    }

    @Test
    void aDryRunWritesTheRejections() throws Exception {
        loader.file("patients.json", TWO_BAD_PATIENTS);
        loader.answer("load", "--dry-run", "--patients", "patients.json", "--rejects", "rejected.ndjson");
        assertThat(loader.text("rejected.ndjson")).hasLineCount(3);
    }

    /** More than a report or a page contains, and more than are stored by default. */
    @Test
    void allRejectionsOfALargeFileAreWritten() throws Exception {
        loader.file(
                "patients.json", Clinic.array(10_600, i -> Clinic.patient(i, i > 500 ? "1899-01-01" : "1980-05-17")));
        assertThat(loader.answer(
                        "load",
                        "--patients",
                        "patients.json",
                        "--lift",
                        "deletions,empty,too-many-rejections",
                        "--rejects",
                        "rejected.ndjson"))
                .contains("Rejected, by what is wrong, of the first 100:")
                .containsPattern("100 +patients +dateOfBirth +DATE_TOO_EARLY")
                .contains("Rejected, the first 10; for all: patient-payments rejections --run 2");
        List<String> lines = loader.text("rejected.ndjson").lines().toList();
        assertThat(lines).hasSize(10_100);
        JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
        assertThat(last.get("position").asLong()).isEqualTo(10_600);
        assertThat(last.get("code").asText()).isEqualTo("DATE_TOO_EARLY");
    }

    @Test
    void allRejectionsOfARefusedLoadAreWritten() throws Exception {
        loader.file("patients.json", Clinic.array(150, i -> Clinic.patient(i, "1899-01-01")));
        Outcome refused = loader.run("load", "--patients", "patients.json", "--rejects", "rejected.ndjson");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(loader.text("rejected.ndjson")).hasLineCount(150);
        assertThat(refused.err())
                .contains("ALL_REJECTED: All 150 patients were rejected, most often for dateOfBirth (DATE_TOO_EARLY).")
                .doesNotContain("incomplete");
    }

    @Test
    void anIncompleteFileOfRejectionsIsReported() throws Exception {
        loader.file("patients.json", Clinic.array(150, i -> Clinic.patient(i, "1899-01-01")));
        Outcome dryRun = loader.run("load", "--patients", "patients.json", "--dry-run", "--rejects", "rejected.ndjson");
        assertThat(dryRun.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(loader.text("rejected.ndjson")).hasLineCount(100);
        assertThat(dryRun.err())
                .contains("150 records were rejected, but the store kept only 100 of them: "
                        + loader.path("rejected.ndjson") + " is incomplete.");
    }

    @Test
    void theInputIsNotOverwritten() throws Exception {
        Outcome mistake = loader.run("load", "--patients", "patients.json", "--rejects", "./patients.json");
        assertThat(mistake.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mistake.err())
                .isEqualTo("patient-payments: --rejects would overwrite the input, or become a part of it.\n");
        assertThat(loader.text("patients.json")).isEqualTo(Clinic.PATIENTS);
    }

    /** Above all not the database, its password and its key. */
    @ParameterizedTest
    @ValueSource(strings = {"patient-payments.mv.db", "key", "password", "link"})
    void aFileWithOtherContentIsNotOverwritten(String target) throws Exception {
        loader.file("key", "k".repeat(32));
        Files.createSymbolicLink(loader.folder().resolve("link"), Path.of("key"));
        loader.file("password", "secret\n");
        String before = loader.everything();
        loader.file("patients.json", TWO_BAD_PATIENTS);
        Outcome mistake = loader.run("load", "--patients", "patients.json", "--rejects", target);
        assertThat(mistake.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mistake.err())
                .contains(target, "which contains something else")
                .hasLineCount(1);
        assertThat(loader.everything()).isEqualTo(before);
        assertThat(loader.text("key")).isEqualTo("k".repeat(32));
        assertThat(loader.text("password")).isEqualTo("secret\n");
    }

    /** The file of the database does not exist yet when the load begins. */
    @ParameterizedTest
    @ValueSource(strings = {"patient-payments.mv.db", "other.mv.db"})
    void aNewDatabaseIsNotOverwritten(String target, @TempDir Path folder) throws Exception {
        Loader fresh = new Loader(folder);
        Clinic.files(fresh);
        Outcome mistake = fresh.run("load", "--patients", "patients.json", "--rejects", target);
        assertThat(mistake.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(fresh.hasDatabase()).isFalse();
    }

    @Test
    void aFailedLoadLeavesAnEmptyFile() throws Exception {
        loader.file("patients.json", "[oops");
        loader.file("rejected.ndjson", "{\"recordType\":\"PAYMENT\",\"position\":7}\n");
        Outcome failed = loader.run("load", "--patients", "patients.json", "--rejects", "rejected.ndjson");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(loader.text("rejected.ndjson"))
                .as("the rejections of an earlier load")
                .isEmpty();
        assertThat(loader.folder()).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void rejectionsCanBeWrittenToStandardOutput() throws Exception {
        loader.file("patients.json", TWO_BAD_PATIENTS);
        Outcome file = Outcome.of(loader.process("load", "--patients", "patients.json", "--rejects", "/dev/stdout"));
        assertThat(file.out()).startsWith("Run 2, ").contains("{\"recordType\":\"PATIENT\",\"position\":2,");
        Outcome pipe = Outcome.of(loader.process("load", "--patients", "patients.json", "--rejects", "/dev/stdout")
                .piped(" | cat"));
        assertThat(pipe.out()).startsWith("Run 3, ").contains("{\"recordType\":\"PATIENT\",\"position\":2,");
    }
}
