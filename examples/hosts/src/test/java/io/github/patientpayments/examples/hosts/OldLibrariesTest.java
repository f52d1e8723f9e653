package io.github.patientpayments.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host whose jOOQ or Jackson is too old reads so in one sentence, when it builds the store. */
class OldLibrariesTest {

    @ParameterizedTest
    @CsvSource({"jooq-3.18.0.jar, jOOQ 3.19, 3.18.0", "jackson-core-2.15.4.jar, Jackson 2.16, 2.15.4"})
    void isNamedWhenTheStoreIsBuilt(String jar, String least, String present) throws Exception {
        List<Path> classPath = new ArrayList<>(OtherProcess.classPath());
        classPath.add(0, Path.of("target", "old-libraries", jar));

        OtherProcess host = OtherProcess.java(List.of("-cp", OtherProcess.joined(classPath), Host.class.getName()));

        assertThat(host.err())
                .contains("IllegalStateException: The store needs " + least + " or newer, and " + present
                        + " is on the class path: raise its version in the build");
    }

    /** Its first step. */
    static final class Host {

        public static void main(String[] args) {
            PatientPaymentStore.builder(new JdbcDataSource()).build();
        }
    }
}
