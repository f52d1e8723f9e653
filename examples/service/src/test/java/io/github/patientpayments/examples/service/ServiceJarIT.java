package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar that the build makes, with the libraries beside it. */
class ServiceJarIT {

    private static final Path JAR = Path.of("target", "patient-payments-service.jar");

    /** It ends by itself: there is no store. */
    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:nothing, The schema patient_payments",
        "jdbc:postgresql://localhost:1/nothing, SQLState 08001",
    })
    void itReachesForEitherDatabase(String url, String message) throws Exception {
        OtherProcess service = new JavaProgram(List.of("-jar", JAR.toString(), "--port", "0", "--jdbc-url", url)).run();

        assertThat(service.exitCode()).as(service.output()).isEqualTo(5);
        assertThat(service.err()).contains(message);
    }
}
