package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code revert}. */
class LoaderRevertTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Loader loader;
    private String before;

    @BeforeEach
    void mistake(@TempDir Path folder) {
        loader = Clinic.loaded(new Loader(folder));
        before = names();
        loader.file("mistake.json", "[{\"externalId\": \"5\", \"firstName\": \"Wrong\", \"lastName\": \"Name\"}]");
        assertThat(loader.answer("load", "--patients", "mistake.json", "--lift", "deletions"))
                .contains("Run 2, APPLIED");
        assertThat(names()).isNotEqualTo(before);
    }

    @Test
    void whatWasSentByMistakeIsUndone() throws Exception {
        String mistaken = loader.everything();
        String dryRun = loader.answer("revert", "--to-run", "1", "--dry-run");
        assertThat(dryRun)
                .startsWith("Dry run; nothing was changed. The revert would do this:")
                .contains("First changes:", "PATIENT 8 RESTORED");
        JsonNode preview = JSON.readTree(loader.answer("revert", "--to-run", "1", "--dry-run", "--json"));
        assertThat(preview.path("baseRun").longValue()).isEqualTo(2);
        assertThat(preview.path("changes").findValuesAsText("kind")).contains("UPDATED", "RESTORED");
        assertThat(loader.everything()).isEqualTo(mistaken);

        assertThat(loader.answer("revert", "--to-run", "1", "--yes", "--note", "a mistake"))
                .startsWith("Run 3, APPLIED:");

        assertThat(names()).isEqualTo(before);
        assertThat(loader.answer("runs", "--limit", "1")).contains(" REVERT to 1 APPLIED; a mistake");
        JsonNode again = JSON.readTree(loader.answer("revert", "--to-run", "1", "--yes", "--json"));
        assertThat(again.path("status").textValue()).isEqualTo("UNCHANGED");
        assertThat(again.path("revertedTo").longValue()).isEqualTo(1);
    }

    @Test
    void aRevertIsConfirmed() throws Exception {
        loader.run("revert", "--to-run", "1").assertFailed(ExitCode.USAGE, "use --yes");

        Outcome no = typed("no");
        assertThat(no.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(no.output()).contains("The revert would do this:", "PATIENT 8 RESTORED");
        assertThat(no.err()).contains("Revert to run 1? Type yes to confirm: ", "nothing was changed");
        assertThat(names()).isNotEqualTo(before);

        Outcome yes = typed("yes");
        assertThat(yes.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(yes.out()).contains("Run 3, APPLIED:");
        assertThat(names()).isEqualTo(before);
    }

    /** What was confirmed is what was shown. */
    @Test
    void aRunBetweenPreviewAndConfirmationRefusesTheRevert() {
        InputStream load = new FilterInputStream(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8))) {
            private boolean loaded;

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (!loaded) {
                    loaded = true;
                    loader.store(store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
                }
                return super.read(buffer, offset, length);
            }
        };

        Outcome outcome = typed(load);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.err()).contains("make a new preview");
        assertThat(loader.answer("runs", "--limit", "1")).contains(" REVERT to 1 REFUSED: BASE_MOVED");
    }

    @Test
    void anUnknownRunIsAMistakeOfTheCommandLine() {
        loader.run("revert", "--to-run", "9", "--yes").assertFailed(ExitCode.USAGE, "There is no run 9");
        assertThat(loader.run("revert", "--yes").err()).contains("--to-run");
    }

    private Outcome typed(String answer) {
        return typed(new ByteArrayInputStream((answer + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private Outcome typed(InputStream in) {
        return Outcome.ofTyped(in, "revert", "--jdbc-url", loader.url(), "--to-run", "1");
    }

    /** The records without their times, which a revert moves. */
    private String names() {
        return loader.everything().replaceAll(" \\S+Z", "");
    }
}
