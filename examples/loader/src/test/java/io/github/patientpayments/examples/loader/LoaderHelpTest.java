package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.OtherProcess;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The help and the exit codes that it documents. */
class LoaderHelpTest {

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    /** Scripts rely on the numbers. */
    @Test
    void exitCodesAreStable() {
        assertThat(List.of(ExitCode.DONE, ExitCode.REJECTIONS, ExitCode.USAGE, ExitCode.REFUSED, ExitCode.BUSY))
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(List.of(ExitCode.DATABASE, ExitCode.INPUT, ExitCode.DEVIATIONS, ExitCode.TOO_OLD))
                .containsExactly(5, 6, 7, 8);
        assertThat(List.of(ExitCode.UNEXPECTED, ExitCode.OUTPUT)).containsExactly(70, 74);
    }

    /** The JVM and picocli return 1 for any failure; here it has one meaning. */
    @Test
    void theHelpContainsExitCodesAndExamples() throws Exception {
        String help = loader.answer("load", "--help");
        assertThat(help).contains("Exit codes:", " 1 a record was rejected and --strict was given", "70 a bug");
        assertThat(help).contains("Examples:", "patient-payments load --delta");
        assertThat(loader.answer("--version")).startsWith("patient-payments ");
    }

    @Test
    void theHelpOfLoadLeadsToThePresets() throws Exception {
        String help = loader.answer("load", "--help");
        assertThat(help)
                .contains("--mapping=FILE", "--preset=NAME", "--map=FIELD=PLACE", "--records=POINTER")
                .contains("patient-payments presets show NAME");
        for (String[] command : new String[][] {{"presets", "--help"}, {"presets", "show", "--help"}}) {
            Outcome page = Outcome.of(InputStream.nullInputStream(), command);
            assertThat(page.exitCode()).isZero();
            assertThat(page.out())
                    .contains("presets show open-dental > mapping.json")
                    .doesNotContain("--jdbc-url");
        }
    }

    /** It has nothing to do with a database. */
    @Test
    void theHelpOfInspectHasItsOptionsAndExamples() {
        Outcome page = Outcome.of(InputStream.nullInputStream(), "inspect", "--help");
        assertThat(page.exitCode()).isZero();
        assertThat(page.out())
                .contains("--as=TYPE", "--show", "--write=FILE", "patient-payments inspect payments.csv")
                .doesNotContain("--jdbc-url");
    }

    @Test
    void aCallWithoutACommandListsThem() {
        Outcome bare = Outcome.of(InputStream.nullInputStream());
        assertThat(bare.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(bare.out()).isEmpty();
        assertThat(bare.err())
                .contains("Commands:", "  inspect ", "  load ", "  presets ", "  status ", "  erase ", "Exit codes:");
    }

    /** A URL may contain a password. */
    @Test
    void theHelpDoesNotContainTheEnvironment() throws Exception {
        String[] commands = {
            "load",
            "load_data",
            "patients",
            "payments",
            "totals",
            "history",
            "changes",
            "status",
            "runs",
            "rejections",
            "verify",
            "revert",
            "erase"
        };
        Outcome help = Outcome.of(loader.process(OtherProcess.classPath(), EveryHelp.class, commands)
                .with("PATIENT_PAYMENTS_JDBC_URL", "jdbc:postgresql://db/clinic?password=hunter2")
                .with("PATIENT_PAYMENTS_USER", "hunter1"));
        assertThat(help.exitCode()).as(help.err()).isZero();
        assertThat(help.err()).isEmpty();
        List<String> pages = List.of(help.out().split("(?m)^Usage: "));
        assertThat(pages.subList(1, pages.size()))
                .hasSameSizeAs(commands)
                .allSatisfy(page ->
                        assertThat(page).contains("--jdbc-url", "--user").doesNotContain("hunter"));
    }

    /** Prints the help of several commands in one process, since only a process can be given an environment. */
    static final class EveryHelp {

        public static void main(String[] commands) {
            for (String command : commands) {
                if (new LoaderMain().run(command, "--help") != ExitCode.DONE) {
                    System.exit(ExitCode.UNEXPECTED);
                }
            }
        }
    }
}
