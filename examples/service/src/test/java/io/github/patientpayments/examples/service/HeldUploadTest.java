package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that was started with a folder for them keeps refused uploads. */
class HeldUploadTest extends ServiceTest {

    @TempDir
    Path folder;

    private String held() {
        return folder.resolve("held").toString();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("held"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String patients(int number) {
        return Samples.array(IntStream.rangeClosed(1, number)
                .mapToObj(id -> Samples.patient(String.valueOf(id)))
                .toArray(String[]::new));
    }

    @Test
    void theAnswerSaysUntilWhen() throws IOException {
        start("--held-folder", held(), "--held-days", "3", "--upload-folder", folder.toString());
        json(200, post("/patients", patients(10)));

        JsonNode refused = problem(409, "refused", post("/patients", patients(1)));

        Instant until = Instant.parse(refused.path("heldUntil").asText());
        assertThat(Duration.between(Instant.parse(refused.at("/report/time").asText()), until))
                .isEqualTo(Duration.ofDays(3));
        assertThat(refused.path("detail").asText())
                .contains("with ?keep_missing=true. The upload is kept until ")
                .endsWith(" for a decision in the back office.");
        assertThat(files()).containsExactly("held-2.body", "held-2.properties", "held.lock");
        assertThat(Files.readString(folder.resolve("held/held-2.body"))).isEqualTo(patients(1));
        assertThat(Files.readString(folder.resolve("held/held-2.properties"))).doesNotContain("First1", "Last1");
        assertThat(isEmpty(folder)).isTrue();
    }

    @Test
    void whatIsDamagedIsNotKept() throws IOException {
        start("--held-folder", held());
        json(200, post("/patients", patients(10)));

        JsonNode cut = problem(409, "refused", post("/patients?count=10", patients(1)));
        problem(400, "unreadable", send("POST", "/patients", JSON, BodyPublishers.ofString("[{")));

        assertThat(cut.has("heldUntil")).isFalse();
        assertThat(files()).containsExactly("held.lock");
    }

    @Test
    void aFullSetThatIsAppliedReplacesTheOneThatWaits() throws IOException {
        start("--held-folder", held());
        json(200, post("/patients", patients(10)));
        problem(409, "refused", post("/patients", patients(1)));

        json(200, send("PATCH", "/patients", JSON, BodyPublishers.ofString(Samples.array(Samples.patient("11")))));
        assertThat(files()).as("a delta is no full set").contains("held-2.body");

        json(200, post("/patients", patients(11)));
        assertThat(files()).containsExactly("held-2.decision", "held-2.properties", "held.lock");
        assertThat(Files.readString(folder.resolve("held/held-2.decision"))).contains("REPLACED", "run=4");
    }

    @Test
    void withoutAFolderNoneIsKept() {
        start("--upload-folder", folder.toString());
        json(200, post("/patients", patients(10)));

        assertThat(problem(409, "refused", post("/patients", patients(1))).has("heldUntil"))
                .isFalse();
        assertThat(isEmpty(folder)).isTrue();
    }
}
