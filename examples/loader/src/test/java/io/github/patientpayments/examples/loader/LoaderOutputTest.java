package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Colors, progress and prompts, which need a terminal. */
class LoaderOutputTest {

    private static final String ESCAPE = "\u001b[";
    /** A phase is drawn when it begins, however short it is. */
    private static final String BAR = "Applying patients  0:0";

    private Loader loader;

    @BeforeEach
    void files(@TempDir Path folder) {
        loader = new Loader(folder);
        Clinic.files(loader);
    }

    @Test
    void aPipeGetsNeitherProgressNorColors() throws Exception {
        Outcome piped = Outcome.of(loader.process("load", "--patients", "patients.json"));
        assertThat(piped.err()).isEmpty();
        assertThat(piped.out()).startsWith("Run 1, APPLIED:\n").doesNotContain(ESCAPE, "\r");
    }

    @Test
    void progressAndColorsCanBeForced() throws Exception {
        loader.file("patients.json", Clinic.patients(5_000));
        Outcome forced = loader.run(
                "load", "--migrate", "--patients", "patients.json", "--progress", "always", "--color", "always");
        assertThat(forced.out()).startsWith(ESCAPE + "32mRun 1, APPLIED:" + ESCAPE + "0m\n");
        assertThat(forced.err())
                .containsPattern("\rReading patients  \\[[#-]{20}] +\\d+%  [\\d,]+ records  [\\d,]+/s")
                .contains("\r" + BAR)
                .endsWith("\r")
                .doesNotContain("\n");
        assertThat(forced.err().split("\r")).as("one line, redrawn").allMatch(line -> line.length() < 80);
    }

    /** The size of standard input is unknown. */
    @Test
    void progressOfStandardInputHasNoBar() throws Exception {
        Outcome forced = loader.runWithInput(
                Clinic.patients(3_000), "load", "--migrate", "--patients", "-", "--progress", "always");
        assertThat(forced.err())
                .containsPattern("\rReading patients  0 records  0/s  0:0\\d")
                .doesNotContain("%", "left");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTerminalGetsProgressAndColorsUnlessNoColorIsSet() throws Exception {
        String colored =
                onTerminal(loader.process("load", "--patients", "patients.json").with("NO_COLOR", ""));
        assertThat(colored).contains(BAR, ESCAPE + "32mRun 1, APPLIED:");
        String plain =
                onTerminal(loader.process("load", "--patients", "patients.json").with("NO_COLOR", "1"));
        assertThat(plain).contains("Run 2, UNCHANGED:").doesNotContain(ESCAPE);
        assertThat(loader.answer("verify", "--color", "always"))
                .isEqualTo(ESCAPE + "32mThe store is consistent." + ESCAPE + "0m\n");
    }

    private static String onTerminal(JavaProgram program) throws Exception {
        return Outcome.of(program.onTerminal()).out();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aClosedPipeEndsWithoutAStackTrace() throws Exception {
        loader.store(store -> Clinic.sync(store, Clinic.patients(1_000), Clinic.payments(1_000)));
        Outcome closed = Outcome.of(
                loader.process("patients", "--limit", "1000", "--json").piped(" | head -c 20; exit ${PIPESTATUS[0]}"));
        assertThat(closed.out()).hasSize(20);
        assertThat(closed.err()).isEmpty();
        assertThat(closed.exitCode()).isEqualTo(ExitCode.OUTPUT);
    }
}
