package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
    void aDirectoryInPlaceOfAFileIsNamed() throws Exception {
        Clinic.files(loader);
        String folder = loader.folder().toString();
        loader.run("load", "--patients", "patients.json", "--rejects", folder)
                .assertFailed(ExitCode.USAGE, folder + " is a directory: specify a file for --rejects.");
        assertThat(loader.run("totals", "--password-file", folder).err())
                .startsWith("patient-payments: " + folder + " is a directory: specify a file\n");
    }

    /** The limit of a file's size is an error of the same kind; H2 has no log to look into. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsNamed() throws Exception {
        String before = Clinic.loaded(loader).everything();
        loader.file("patients.json", Clinic.patients(15_000));
        Outcome full = Outcome.of(loader.process("load", "--patients", "patients.json", "--lift", "deletions")
                .writingAtMost(1_500));
        full.assertFailed(ExitCode.DATABASE, "most likely no space is left; nothing was changed.");
        assertThat(loader.everything()).isEqualTo(before);

        Path empty = Files.createDirectory(loader.folder().resolve("empty"));
        Files.copy(loader.folder().resolve("patients.json"), empty.resolve("patients.json"));
        Outcome.of(new Loader(empty)
                        .process("load", "--patients", "patients.json")
                        .writingAtMost(4))
                .assertFailed(ExitCode.DATABASE, "most likely no space is left; nothing was changed.");
    }

    /** Everybody's data is in it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aNewDatabaseIsItsOwnersAlone() throws Exception {
        Clinic.files(loader);
        String url = "jdbc:h2:" + loader.folder().resolve("new/deep/clinic") + ";TRACE_LEVEL_FILE=1";
        assertThat(loader.run("load", "--migrate", "--patients", "patients.json", "--jdbc-url", url)
                        .exitCode())
                .isZero();
        Path deep = loader.folder().resolve("new/deep");
        try (Stream<Path> files = Files.list(deep)) {
            assertThat(files.toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
        assertThat(permissions(deep)).isEqualTo("rwx------");
        assertThat(permissions(deep.getParent())).isEqualTo("rwx------");

        Path file = deep.resolve("clinic.mv.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        loader.run("load", "--migrate", "--patients", "patients.json", "--jdbc-url", url);
        assertThat(permissions(file)).as("somebody has chosen them").isEqualTo("rw-r-----");
    }

    /** H2 takes no path that is neither absolute nor begins with a dot. */
    @Test
    void aUrlThatIsRefusedCreatesNoFile() throws Exception {
        Clinic.files(loader);
        loader.run("load", "--migrate", "--patients", "patients.json", "--jdbc-url", "jdbc:h2:implicit")
                .assertFailed(ExitCode.DATABASE, "The database can't be opened (SQLState 90011)");
        assertThat(Path.of("implicit.mv.db")).doesNotExist();
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
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
        loader.file("patients.export", "externalId,firstName,lastName\n8,Roy,Batti\n");
        loader.run("load", "--patients", "patients.export").assertFailed(ExitCode.INPUT, "looks like CSV");
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
            Outcome missing = loader.run("runs");
            missing.assertFailed(ExitCode.DATABASE, "is missing: run patient-payments load --migrate (SQLState");
            assertThat(missing.err()).doesNotContain("printSchema");
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
        loader.run("changes", "--after-run", "0").assertFailed(ExitCode.USAGE, "continue with --after-run and the run");
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
