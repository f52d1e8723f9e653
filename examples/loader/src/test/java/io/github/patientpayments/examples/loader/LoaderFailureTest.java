package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One sentence and an exit code for each way to fail. */
class LoaderFailureTest {

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    private static void failed(Outcome outcome, int code, String sentence) {
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("patient-payments: ")
                .contains(sentence)
                .hasLineCount(1)
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void anUnknownOptionIsAnError() throws Exception {
        Outcome unknown = loader.run("load", "--patient", "patients.json");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("Unknown options: '--patient'", "See patient-payments load --help");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void aMissingFileIsFoundBeforeTheDatabaseIsTouched() throws Exception {
        Clinic.files(loader);
        Outcome missing = loader.run("load", "--patients", "patients.json", "--payments", "paiments.json");
        failed(missing, ExitCode.INPUT, "There is no file " + loader.path("paiments.json") + ".");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void malformedJsonIsToldByItsPlaceAndNotByAStackTrace() throws Exception {
        String before = Clinic.loaded(loader).everything();
        loader.file("payments.json", Clinic.PAYMENTS.replace("\"patientId\": \"8\", \"amount\": 2.29", "oops"));
        failed(loader.run("load", "--payments", "payments.json"), ExitCode.INPUT, "it is not JSON (line 5, column");
        assertThat(loader.everything()).isEqualTo(before);
    }

    @Test
    void aCutFileChangesNothing() throws Exception {
        String before = Clinic.loaded(loader).everything();
        loader.file("payments.json", Clinic.PAYMENTS.substring(0, Clinic.PAYMENTS.indexOf("]")));
        failed(loader.run("load", "--payments", "payments.json"), ExitCode.INPUT, "it is truncated");
        assertThat(loader.everything()).isEqualTo(before);
    }

    @Test
    void aQuestionWithoutAStoreMakesNone() throws Exception {
        failed(
                Outcome.of(loader.process("totals")), ExitCode.DATABASE, "There is no store in this directory: load something first");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void aStoreThatWasNotMigratedSaysHowToDoIt() throws Exception {
        failed(loader.run("runs"), ExitCode.DATABASE, "load --migrate");
    }

    @Test
    void aDatabaseThatIsDownIsTold() throws Exception {
        Clinic.files(loader);
        JavaProgram load = loader.process(
                "load", "--patients", "patients.json", "--jdbc-url", "jdbc:postgresql://localhost:1/nothing");
        failed(Outcome.of(load), ExitCode.DATABASE, "The database can't be reached (SQLState 08001)");
    }

    @Test
    void aFileThatAnotherProcessHasOpenIsToldAsSuch() throws Exception {
        Clinic.loaded(loader);
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(loader.url());
        try (Connection other = database.getConnection()) {
            assertThat(other.isClosed()).isFalse();
            failed(Outcome.of(loader.process("totals")), ExitCode.DATABASE, "Another process has this H2 file open");
        }
    }

    @Test
    void nothingIsLoadedOrErasedWithoutTheKeyOnceSomebodyWasErased() throws Exception {
        Clinic.loaded(loader);
        loader.store(store -> store.erase("8"));
        failed(loader.run("load", "--payments", "payments.json"), ExitCode.DATABASE, "--erasure-key-file");
    }

    @Test
    void aBadCursorIsAMistakeOfTheCommand() throws Exception {
        Clinic.loaded(loader);
        failed(loader.run("patients", "--after", "yesterday"), ExitCode.USAGE, "That is not a cursor");
    }

    @Test
    void whatWasPurgedCantBeAskedFor() throws Exception {
        Clinic.loaded(loader);
        loader.store(store -> {
            Clinic.sync(store, Clinic.PATIENTS.replace("Batti", "Batty"), Clinic.PAYMENTS);
            return store.purge(Instant.now());
        });
        failed(loader.run("changes", "--after-run", "0"), ExitCode.USAGE, "were purged");
    }

    @Test
    void aBugIsNotTakenForRejectedRecords() throws Exception {
        Clinic.files(loader);
        List<Path> withoutPool = OtherProcess.classPath().stream()
                .filter(entry -> !entry.getFileName().toString().startsWith("HikariCP"))
                .toList();
        Outcome bug =
                Outcome.of(loader.process(withoutPool, LoaderMain.class, "load", "--patients", "patients.json"));
        assertThat(bug.exitCode()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(bug.err()).contains("NoClassDefFoundError", "\tat ");
    }

    /** 1 is what a JVM, or picocli, returns for anything at all: here it has one meaning. */
    @Test
    void theHelpTellsTheExitCodesAndExamples() throws Exception {
        String help = loader.answer("load", "--help");
        assertThat(help).contains("Exit codes:", " 1 a record was rejected and --strict given", "70 a bug");
        assertThat(help).contains("Examples:", "patient-payments load --delta");
        assertThat(loader.answer("--version")).startsWith("patient-payments ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load --patients patients.json --user nobody", "runs --user nobody"})
    void aWrongUserOrPasswordIsToldAsSuch(String command) throws Exception {
        Clinic.loaded(loader);
        failed(loader.run(command.split(" ")), ExitCode.DATABASE, "The user or the password is wrong (SQLState 28000)");
    }

    /** A URL can hold a password. */
    @Test
    void theHelpDoesNotTellTheEnvironment() throws Exception {
        String[] commands = {
            "load", "load_data", "patients", "payments", "totals", "history", "changes", "runs", "rejections", "verify",
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
                .allSatisfy(page -> assertThat(page).contains("--jdbc-url", "--user").doesNotContain("hunter"));
    }

    /** Prints the help of the commands that are its arguments. Only a process can be given an environment. */
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
