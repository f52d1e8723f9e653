package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.OtherProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A load that is told to end. */
@EnabledOnOs(OS.LINUX)
class LoaderSignalTest {

    /** While rows are written: what H2's shutdown hook does to the load meanwhile is nothing to tell. */
    @ParameterizedTest
    @CsvSource({"INT, 130, 100", "INT, 130, 300", "TERM, 143, 150", "TERM, 143, 400"})
    void anInterruptedLoadLeavesTheStoreAsItWas(String signal, int code, int millis, @TempDir Path folder)
            throws Exception {
        Loader loader = Clinic.loaded(new Loader(folder));
        String before = loader.everything();
        OtherProcess interrupted = loader.program("load", "--patients", "-", "--allow-deletions")
                .feeding(Signals.inTheMiddleOf(Clinic.patients(200_000), signal, millis))
                .run();
        assertThat(interrupted.exitCode()).isEqualTo(code);
        assertThat(interrupted.output()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**.trace.db");
        assertThat(loader.everything()).isEqualTo(before);
    }
}
