package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import java.io.FileInputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to a load. */
@EnabledOnOs(OS.LINUX)
class LoaderSignalTest {

    /** The signal arrives while rows are written. Failures that it causes in the load must not be printed. */
    @ParameterizedTest
    @CsvSource({"INT, 130, 100", "INT, 130, 300", "TERM, 143, 150", "TERM, 143, 400"})
    void anInterruptedLoadChangesNothing(String signal, int code, int millis, @TempDir Path folder) throws Exception {
        Loader loader = Clinic.loaded(new Loader(folder));
        String before = loader.everything();
        Outcome interrupted = Outcome.of(loader.process("load", "--patients", "-", "--lift", "deletions,empty")
                .interruptible()
                .feeding(Signals.inTheMiddleOf(Clinic.patients(40_000), signal, millis)));
        assertThat(interrupted.exitCode()).isEqualTo(code);
        // A busy machine may take so long to open the database that the loader says so.
        assertThat(interrupted.output())
                .matches("(Opening the database takes longer than usual\\. .*\n)?"
                        + "patient-payments: stopped; nothing was changed\\.\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.trace.db");
        assertThat(loader.everything()).isEqualTo(before);
    }

    /** H2 undoes it when the database is opened next. */
    @Test
    void aKilledLoadChangesNothing(@TempDir Path folder) throws Exception {
        Loader loader = Clinic.loaded(new Loader(folder));
        String before = loader.everything();
        Outcome killed = Outcome.of(loader.process("load", "--patients", "-", "--lift", "deletions,empty")
                .feeding(Signals.inTheMiddleOf(Clinic.patients(40_000), "KILL", 300)));
        assertThat(killed.exitCode()).isEqualTo(137);
        assertThat(loader.answer("totals")).contains(" 3 6 52.12 ");
        assertThat(loader.everything()).isEqualTo(before);
    }

    /** Rejections are written after the commit, and block the load once the pipe, which is not read, is full. */
    @Test
    void aLoadThatWasAppliedBeforeTheSignalIsReported(@TempDir Path folder) throws Exception {
        Loader loader = Clinic.loaded(new Loader(folder));
        loader.file("patients.json", Clinic.array(3_000, i -> Clinic.patient(i, i > 1 ? "1899-01-01" : "1980-05-17")));
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Outcome ended;
        try (RandomAccessFile keptOpen = new RandomAccessFile(pipe.toFile(), "rw");
                FileInputStream pending = new FileInputStream(pipe.toFile())) {
            assertThat(keptOpen.getFD().valid()).isTrue();
            JavaProgram load = loader.process(
                    "load",
                    "--patients",
                    "patients.json",
                    "--lift",
                    "deletions,empty,too-many-rejections",
                    "--rejects",
                    pipe.toString());
            ended = Outcome.of(load.feeding(process -> {
                while (process.isAlive() && pending.available() == 0) {
                    Thread.sleep(20);
                }
                Signals.send(process, "TERM");
            }));
        }
        assertThat(ended.exitCode()).isEqualTo(143);
        assertThat(ended.out()).startsWith("Run 2, APPLIED, but 2999 of 3000 records were rejected:");
        assertThat(ended.err()).isEqualTo("patient-payments: run 2 was applied before the signal arrived.\n");
        assertThat(loader.everything()).contains("p1 Rachael Rosen");
    }
}
