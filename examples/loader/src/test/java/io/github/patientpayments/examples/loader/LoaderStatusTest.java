package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the store is current, for schedulers. */
class LoaderStatusTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    private JsonNode json(int exitCode, String... options) throws Exception {
        String[] all = new String[options.length + 2];
        all[0] = "status";
        all[1] = "--json";
        System.arraycopy(options, 0, all, 2, options.length);
        Outcome outcome = loader.run(all);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        return JSON.readTree(outcome.out());
    }

    @Test
    void aStoreWithoutALoadIsTooOld() throws Exception {
        loader.store(store -> store);
        assertThat(loader.answer("status")).contains("There has been no run.", " payments 0 0.00 none\n");
        JsonNode never = json(ExitCode.TOO_OLD, "--max-age", "26h");
        assertThat(never.get("tooOld").asBoolean()).isTrue();
        assertThat(never.get("lastRun").isNull()).isTrue();
        assertThat(never.get("lastPatients").isNull()).isTrue();
    }

    /** A refused load, an erasure and a revert make nothing newer; one that changes nothing does. */
    @Test
    void theLastLoadOfEachTypeCounts() throws Exception {
        Clinic.files(loader);
        loader.answer("load", "--migrate", "--patients", "patients.json", "--exported-at", "2026-03-01T02:00:00Z");
        JsonNode one = json(ExitCode.DONE, "--max-age", "26h");
        assertThat(one.get("lastPatients").get("run").asLong()).isEqualTo(1);
        assertThat(one.get("lastPatients").get("exportedAt").asText()).isEqualTo("2026-03-01T02:00:00Z");
        assertThat(Duration.parse(one.get("lastPatients").get("age").asText())).isLessThan(Duration.ofHours(1));
        assertThat(one.get("lastPayments").isNull()).as("never loaded").isTrue();

        loader.answer("load", "--payments", "payments.json");
        loader.run("load", "--patients", "patients.json", "--exported-at", "2026-02-01T02:00:00Z");
        loader.answer("revert", "--to-run", "1", "--yes");
        JsonNode later = json(ExitCode.DONE);
        assertThat(later.get("lastRun").get("run").asLong()).isEqualTo(4);
        assertThat(later.get("lastRun").get("kind").asText()).isEqualTo("REVERT");
        assertThat(later.get("lastPatients").get("run").asLong()).isEqualTo(1);
        assertThat(later.get("lastPayments").get("run").asLong()).isEqualTo(2);
        assertThat(later.get("totals").get("patients").asLong()).isEqualTo(3);

        loader.answer("load", "--patients", "patients.json", "--exported-at", "2026-03-02T02:00:00Z");
        JsonNode unchanged = json(ExitCode.DONE).get("lastPatients");
        assertThat(unchanged.get("run").asLong()).isEqualTo(5);
        assertThat(unchanged.get("status").asText()).isEqualTo("UNCHANGED");
        assertThat(loader.answer("status")).contains(" 5 SNAPSHOT UNCHANGED 20", " patients 3 run 5 ");
    }

    @Test
    void anOldLoadHasAnExitCode() throws Exception {
        Clinic.loaded(loader);
        Outcome old = loader.run("status", "--max-age", "0s");
        assertThat(old.exitCode()).isEqualTo(ExitCode.TOO_OLD);
        assertThat(old.err()).isEqualTo("The last load is older than --max-age, or there is none.\n");
        assertThat(loader.run("status", "--max-age", "1d").exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(loader.run("status", "--max-age", "26").err()).contains("'26' is not a duration such as 26h");
    }
}
