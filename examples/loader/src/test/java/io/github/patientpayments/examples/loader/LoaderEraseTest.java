package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.patientpayments.examples.testing.JavaProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Erasing patients. */
class LoaderEraseTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Loader loader;

    @BeforeEach
    void loaded(@TempDir Path folder) {
        loader = Clinic.loaded(new Loader(folder));
        loader.file("key", "\0".repeat(32));
    }

    @Test
    void patientsAreErasedAfterConfirmation() throws Exception {
        Outcome unconfirmed = loader.run("erase", "8", "--erasure-key-file", "key");
        assertThat(unconfirmed.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unconfirmed.err()).contains("use --yes");
        assertThat(loader.everything()).contains("8 Roy Batti");

        assertThat(loader.answer("erase", "8", "--erasure-key-file", "key", "--yes"))
                .isEqualTo("Run 2, 8: erased 1 patients, 3 payments, 0 versions, 0 rejections\n");
        assertThat(loader.everything()).doesNotContain("Roy");
        Outcome more = loader.run("erase", "5", "nobody", "--erasure-key-file", "key", "--yes", "--json");
        assertThat(JSON.readTree(more.out()).findValuesAsText("patients")).containsExactly("1", "0");
        assertThat(loader.run("changes", "--after-run", "1").words())
                .as("erased records have no id")
                .contains(" ERASED PATIENT\n");

        Outcome undone = loader.run("erase", "8", "4", "--erasure-key-file", "key", "--undo", "--json");
        assertThat(JSON.readTree(undone.out()).findValuesAsText("wasErased")).containsExactly("true", "false");
    }

    @Test
    void theErasureKeyMayBeChanged() throws Exception {
        loader.file("new", "\1".repeat(32));
        loader.answer("erase", "8", "--erasure-key-file", "key", "--yes");

        loader.run("erase", "5", "--erasure-key-file", "new", "--yes").assertFailed(ExitCode.DATABASE, "former");
        loader.answer("erase", "5", "--erasure-key-file", "new", "--erasure-key-file", "key", "--yes");

        loader.run("erase", "8", "--erasure-key-file", "key", "--undo").assertFailed(ExitCode.DATABASE, "former");
        Outcome undone = loader.run(
                "erase", "8", "5", "--erasure-key-file", "new", "--erasure-key-file", "key", "--undo", "--json");
        assertThat(JSON.readTree(undone.out()).findValuesAsText("wasErased")).containsExactly("true", "true");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anErasureIsConfirmedOnTheTerminal() throws Exception {
        JavaProgram erase =
                loader.process("erase", "8", "--erasure-key-file", "key").onTerminal();
        Outcome no = Outcome.of(erase.reading("no\n"));
        assertThat(no.out())
                .contains("Permanently erase 8? Type yes to confirm: ", "no patient was erased")
                .as("colors without NO_COLOR")
                .contains("\u001b[31mpatient-payments: ");
        assertThat(no.exitCode()).isEqualTo(ExitCode.USAGE);
        Outcome yes = Outcome.of(erase.reading("yes\n"));
        assertThat(yes.out()).contains("erased 1 patients");
    }

    @Test
    void aLoadAfterAnErasureNeedsTheErasureKey() throws Exception {
        loader.store(store -> store.erase("8"));
        loader.run("load", "--payments", "payments.json").assertFailed(ExitCode.DATABASE, "--erasure-key-file");
    }
}
