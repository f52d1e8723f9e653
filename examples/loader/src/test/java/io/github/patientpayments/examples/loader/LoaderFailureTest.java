package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each failure has an exit code and a message of one line. */
class LoaderFailureTest {

    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    @Test
    void anUnknownOptionIsReported() throws Exception {
        Outcome unknown = loader.run("load", "--patient", "patients.json");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("Unknown options: '--patient'", "See patient-payments load --help");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void aMissingFileIsReportedBeforeTheDatabaseIsOpened() throws Exception {
        Clinic.files(loader);
        Outcome missing = loader.run("load", "--patients", "patients.json", "--payments", "paiments.json");
        missing.assertFailed(ExitCode.INPUT, "File not found: " + loader.path("paiments.json") + ".");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void malformedJsonIsReportedWithItsPositionAndWithoutAStackTrace() throws Exception {
        String before = Clinic.loaded(loader).everything();
        loader.file("payments.json", Clinic.PAYMENTS.replace("\"patientId\": \"8\", \"amount\": 2.29", "oops"));
        loader.run("load", "--payments", "payments.json")
                .assertFailed(ExitCode.INPUT, "it is not JSON (line 5, column");
        assertThat(loader.everything()).isEqualTo(before);
    }

    @Test
    void anExportInAnotherFormIsNamed() throws Exception {
        Clinic.loaded(loader);
        loader.file("patients.csv", "externalId,firstName,lastName\n8,Roy,Batti\n");
        loader.run("load", "--patients", "patients.csv").assertFailed(ExitCode.INPUT, "looks like CSV");
        loader.file("patients.json", "{\"patients\": " + Clinic.PATIENTS + "}");
        Outcome envelope = loader.run("load", "--patients", "patients.json");
        envelope.assertFailed(ExitCode.INPUT, "send the array in its field patients");
        assertThat(envelope.err()).doesNotContain("--accept-unterminated");
    }

    @Test
    void aTruncatedFileChangesNothing() throws Exception {
        String before = Clinic.loaded(loader).everything();
        loader.file("payments.json", Clinic.PAYMENTS.substring(0, Clinic.PAYMENTS.indexOf("]")));
        loader.run("load", "--payments", "payments.json").assertFailed(ExitCode.INPUT, "it is truncated");
        assertThat(loader.everything()).isEqualTo(before);
    }

    @Test
    void aQueryDoesNotCreateAStore() throws Exception {
        Outcome.of(loader.process("totals"))
                .assertFailed(ExitCode.DATABASE, "There is no store in this directory: load files first");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void aQueryOfAMistypedPathCreatesNoDatabase() throws Exception {
        loader.run("totals").assertFailed(ExitCode.DATABASE, "There is no H2 database at --jdbc-url");
        Clinic.files(loader);
        loader.run("load", "--patients", "patients.json").assertFailed(ExitCode.DATABASE, "load --migrate");
        assertThat(loader.hasDatabase()).isFalse();
    }

    @Test
    void aMissingSchemaIsReportedWithTheCommandThatCreatesIt() throws Exception {
        try (Connection empty = DriverManager.getConnection(loader.url())) {
            assertThat(empty.isClosed()).isFalse();
            loader.run("runs").assertFailed(ExitCode.DATABASE, "run patient-payments load --migrate");
        }
    }

    @Test
    void anUnreachableDatabaseIsReported() throws Exception {
        Clinic.files(loader);
        JavaProgram load = loader.process(
                "load", "--patients", "patients.json", "--jdbc-url", "jdbc:postgresql://localhost:1/nothing");
        Outcome.of(load).assertFailed(ExitCode.DATABASE, "The database is unreachable (SQLState 08001)");
    }

    @Test
    void aDatabaseFileThatAnotherProcessHasOpenIsWaitedForAndReported() throws Exception {
        Clinic.loaded(loader);
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(loader.url());
        try (Connection other = database.getConnection()) {
            assertThat(other.isClosed()).isFalse();
            Outcome.of(loader.process("totals", "--lock-timeout", "1"))
                    .assertFailed(ExitCode.BUSY, "Another process has this H2 file open");
        }
    }

    /** As after a load that was killed: undoing it took 16 seconds for a minute of loading. */
    @Test
    void aDatabaseFileThatOpensSlowlyIsWaitedForAndExplained() throws Exception {
        Clinic.loaded(loader);
        String pauseOnce = ";INIT=CREATE ALIAS IF NOT EXISTS PAUSE FOR 'java.lang.Thread.sleep(long)'"
                + "\\;CALL PAUSE(SELECT CASE COUNT(*) WHEN 1 THEN 5500 ELSE 0 END FROM INFORMATION_SCHEMA.SESSIONS)";
        Outcome slow = loader.run("totals", "--jdbc-url", loader.url() + pauseOnce);

        assertThat(slow.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(slow.err()).contains("longer than usual", "Please wait").hasLineCount(1);
        assertThat(loader.run("totals").err()).isEmpty();
    }

    /** A byte at a time, for ever. */
    @Test
    void aSlowSenderIsTurnedAwayAtTheDeadline() throws Exception {
        Clinic.loaded(loader);
        InputStream slow = new InputStream() {
            @Override
            public int read() {
                LockSupport.parkNanos(20_000_000);
                return ' ';
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                buffer[from] = (byte) read();
                return 1;
            }
        };

        loader.runWithInput(slow, "load", "--patients", "-", "--input-deadline", "1")
                .assertFailed(ExitCode.INPUT, "--input-deadline SECONDS");
        loader.run("load", "--patients", "patients.json", "--input-deadline", "0")
                .assertFailed(ExitCode.USAGE, "1 millisecond");
    }

    @Test
    void anInvalidCursorIsReported() throws Exception {
        Clinic.loaded(loader);
        loader.run("patients", "--after", "yesterday").assertFailed(ExitCode.USAGE, "That is not a cursor");
    }

    @Test
    void aQueryOfPurgedHistoryIsReported() throws Exception {
        Clinic.loaded(loader);
        loader.store(store -> {
            Clinic.sync(store, Clinic.PATIENTS.replace("Batti", "Batty"), Clinic.PAYMENTS);
            return store.purge(Instant.now());
        });
        loader.run("changes", "--after-run", "0").assertFailed(ExitCode.USAGE, "were purged");
    }

    @Test
    void aBugHasAnExitCodeOfItsOwn() throws Exception {
        Clinic.files(loader);
        List<Path> withoutPool = OtherProcess.classPath().stream()
                .filter(entry -> !entry.getFileName().toString().startsWith("HikariCP"))
                .toList();
        Outcome bug = Outcome.of(loader.process(withoutPool, LoaderMain.class, "load", "--patients", "patients.json"));
        assertThat(bug.exitCode()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(bug.err()).contains("NoClassDefFoundError", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load --patients patients.json --user nobody", "runs --user nobody"})
    void aWrongUserOrPasswordIsReported(String command) throws Exception {
        Clinic.loaded(loader);
        loader.run(command.split(" "))
                .assertFailed(ExitCode.DATABASE, "The user or the password is wrong (SQLState 28000)");
    }
}
