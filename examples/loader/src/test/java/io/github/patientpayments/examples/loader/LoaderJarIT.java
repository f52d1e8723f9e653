package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of the build, with the libraries in lib/. */
class LoaderJarIT {

    private static final Path JAR = Path.of("target", "patient-payments.jar").toAbsolutePath();

    @TempDir
    Path folder;

    private Outcome run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        return Outcome.of(new JavaProgram(command).in(folder));
    }

    @Test
    void itLoadsIntoTheDefaultDatabase() throws Exception {
        Clinic.files(new Loader(folder));
        Outcome load = run("load", "--patients", "patients.json", "--payments", "payments.json");

        assertThat(load.exitCode()).as(load.output()).isZero();
        assertThat(load.out()).contains("Run 1, APPLIED");
    }

    @Test
    void itContainsTheDriverOfPostgres() throws Exception {
        Outcome unreachable = run("runs", "--jdbc-url", "jdbc:postgresql://localhost:1/nothing");

        assertThat(unreachable.exitCode()).as(unreachable.output()).isEqualTo(ExitCode.DATABASE);
        assertThat(unreachable.err()).contains("SQLState 08001");
    }

    @Test
    void itContainsThePresets() throws Exception {
        assertThat(run("presets", "show", "lockbox").out()).startsWith("{").contains("\"delimiter\": \"|\"");
    }

    @Test
    void itPrintsItsVersion() throws Exception {
        assertThat(run("--version").out()).matches("patient-payments \\d\\S*\\R");
    }
}
