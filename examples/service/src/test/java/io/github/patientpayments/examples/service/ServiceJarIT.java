package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import io.github.patientpayments.examples.testing.Postgres;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar that the build makes, with the libraries beside it. */
class ServiceJarIT {

    private static final Path JAR = Path.of("target", "patient-payments-service.jar");

    /** It ends by itself: there is no store. */
    @ParameterizedTest
    @MethodSource("databases")
    void itFindsTheDriverOfEitherDatabase(String url) throws Exception {
        OtherProcess service =
                new JavaProgram(List.of("-jar", JAR.toString(), "--port", "0", "--no-held", "--jdbc-url", url)).run();

        assertThat(service.exitCode()).as(service.output()).isEqualTo(5);
        assertThat(service.err()).contains("The schema patient_payments");
    }

    static Stream<String> databases() {
        return Stream.of("jdbc:h2:mem:nothing", Postgres.url());
    }
}
