package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outcome of a load for programs: one JSON object, whatever it is. */
class LoaderJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Loader loader;

    @BeforeEach
    void loaded(@TempDir Path folder) {
        loader = Clinic.loaded(new Loader(folder));
    }

    private static JsonNode json(Outcome outcome, int exitCode, String expected) throws IOException {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        assertThat(outcome.out()).hasLineCount(1).endsWith("}\n");
        JsonNode json = JSON.readTree(outcome.out());
        assertThat(json.get("outcome").asText()).isEqualTo(expected);
        return json;
    }

    @Test
    void anAppliedLoadIsReported() throws Exception {
        loader.file(
                "patients.json",
                Clinic.PATIENTS
                        .replace("Batti", "Batty")
                        .replace("]", ", {\"externalId\": \"9\", \"firstName\": \"Zhora\"}]"));
        loader.file(
                "payments.json",
                Clinic.PAYMENTS.replace("]", ", {\"externalId\": \"901\", \"patientId\": \"9\", \"amount\": 7.1}]"));
        Outcome outcome = loader.run("load", "--json", "--patients", "patients.json", "--payments", "payments.json");

        JsonNode json = json(outcome, ExitCode.DONE, "applied");
        assertThat(outcome.err()).isEmpty();
        JsonNode report = json.get("report");
        assertThat(report.get("run").asLong()).isEqualTo(2);
        assertThat(report.get("status").asText()).isEqualTo("APPLIED");
        assertThat(report.get("patients").get("updated").asLong()).isEqualTo(1);
        assertThat(report.get("rejectedWithPatients"))
                .isEqualTo(JSON.readTree("{\"payments\": 1, \"amount\": \"7.10\"}"));
        assertThat(report.get("unknownDeletions").asLong()).isZero();
        assertThat(json.get("rejections").findValuesAsText("code")).containsExactly("MISSING", "UNKNOWN_PATIENT");

        json(
                loader.run("load_data", "--json", "--input-file", "payments.json", "--model-name", "payment"),
                ExitCode.DONE,
                "unchanged");
    }

    @Test
    void aRefusalIsReportedWithItsReasonsAndFigures() throws Exception {
        loader.file("payments.json", "[{\"externalId\": \"603\", \"patientId\": \"8\", \"amount\": 9.29}]");
        Outcome outcome = loader.run("load", "--json", "--payments", "payments.json");

        JsonNode json = json(outcome, ExitCode.REFUSED, "refused");
        assertThat(json.get("refusals").findValuesAsText("reason")).contains("DELETIONS");
        assertThat(json.get("detail").asText()).contains("5 of 6 live payments would be deleted");
        assertThat(json.get("report").get("status").asText()).isEqualTo("REFUSED");
        assertThat(json.get("report").get("payments").get("deleted").asLong()).isEqualTo(5);
        assertThat(outcome.err()).contains("refused; nothing was changed:", "--lift deletions");

        JsonNode dryRun = json(
                loader.run("load", "--json", "--dry-run", "--payments", "payments.json"), ExitCode.REFUSED, "dry-run");
        assertThat(dryRun.get("refusals").findValuesAsText("reason")).contains("DELETIONS");
        assertThat(dryRun.get("changes")).hasSize(5);
        assertThat(dryRun.get("baseRun").asLong()).isEqualTo(1);
    }

    @Test
    void invalidInputIsReportedWithItsPlace() throws Exception {
        loader.file("payments.json", Clinic.PAYMENTS.replace("\"patientId\": \"8\", \"amount\": 2.29", "oops"));
        Outcome outcome = loader.run("load", "--json", "--payments", "payments.json");

        JsonNode json = json(outcome, ExitCode.INPUT, "invalid");
        assertThat(json.get("line").asLong()).isEqualTo(5);
        assertThat(json.get("record").asLong()).isEqualTo(5);
        assertThat(outcome.err())
                .isEqualTo("patient-payments: " + json.get("detail").asText() + "\n");

        JsonNode missing = json(loader.run("load", "--json", "--payments", "nothing"), ExitCode.INPUT, "invalid");
        assertThat(missing.get("detail").asText()).startsWith("File not found: ");
    }

    @Test
    void aFailureIsReported() throws Exception {
        JsonNode wrong = json(
                loader.run("load", "--json", "--patients", "patients.json", "--user", "nobody"),
                ExitCode.DATABASE,
                "error");
        assertThat(wrong.get("detail").asText()).contains("The user or the password is wrong");
        for (List<String> more : List.of(List.of("--lift", "host"), List.of("--lock-timeout", "0"))) {
            String[] mistake = {"load", "--json", "--patients", "patients.json", more.get(0), more.get(1)};
            assertThat(json(loader.run(mistake), ExitCode.USAGE, "error")
                            .get("detail")
                            .asText())
                    .contains(more.get(0));
        }
    }
}
