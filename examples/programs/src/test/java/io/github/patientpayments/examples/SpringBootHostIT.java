package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.OtherProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Spring Boot application without Flyway, and with tables of its own, starts with the store and uses it. */
class SpringBootHostIT {

    private static final Pattern FLYWAY = Pattern.compile("flyway-.*");

    private static OtherProcess host;

    @BeforeAll
    static void run() throws Exception {
        List<Path> withoutFlyway = OtherProcess.classPath().stream()
                .filter(entry -> !FLYWAY.matcher(entry.getFileName().toString()).matches())
                .toList();
        assertThat(withoutFlyway).hasSizeLessThan(OtherProcess.classPath().size());
        host = OtherProcess.java(List.of("-cp", OtherProcess.joined(withoutFlyway), SpringBootHost.class.getName()));
    }

    @Test
    void theHostStartsSyncsAndEnds() {
        assertThat(host.output()).contains("stored before: 0", "sync: APPLIED", "paid: 9.29");
        assertThat(host.exitCode()).as(host.output()).isZero();
    }

    @Test
    void theHostsOwnTableOfTheSameNameIsUntouched() {
        assertThat(host.output()).contains("host's own rows: 1");
    }

    @Test
    void aSyncOfCsvSaysThatFastCsvIsMissing() {
        assertThat(host.output())
                .contains(
                        "csv: closed",
                        "csv: CSV is read with FastCSV, which is not on the class path, or older than 4.0: add the"
                                + " dependency de.siegmar:fastcsv, 4.0 or newer");
    }

    @Test
    void migrateSaysThatFlywayIsMissing() {
        assertThat(host.output()).contains("migrate: migrate() needs Flyway: add org.flywaydb:flyway-core");
    }

    @Test
    void syncDoesNotJoinTheHostsTransaction() {
        assertThat(host.output()).containsPattern("in a transaction: .*plain DataSource");
    }

    /** As docs/spring-boot.md has it. */
    @Test
    void ofTwoDataSourcesTheStoreTakesTheOneThatIsNamed() throws Exception {
        OtherProcess two = OtherProcess.java(List.of(
                "-cp", OtherProcess.joined(OtherProcess.classPath()), SpringBootTwoSourcesHost.class.getName()));

        assertThat(two.output()).contains("migrated, patients: 0");
        assertThat(two.exitCode()).as(two.output()).isZero();
    }
}
