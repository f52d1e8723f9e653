package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.OnlyOn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Memory does not grow with the input: a million payments pass through a JVM with a heap of 64 MiB. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class MemoryIT extends ContractTest {

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aMillionPaymentsNeedNoMoreThan64MebibytesOfHeap() throws IOException, InterruptedException {
        // Nobody has analyzed the tables: a plan made for a handful of rows would not end with a million.
        for (String table : List.of("patients", "payments")) {
            database.execute("ALTER TABLE " + schema + "." + table + " SET (autovacuum_enabled = off)");
        }
        PGSimpleDataSource application = (PGSimpleDataSource) database.application();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryMain.class.getName(),
                        Objects.requireNonNull(application.getURL()),
                        Objects.requireNonNullElse(application.getUser(), ""),
                        Objects.requireNonNullElse(application.getPassword(), ""),
                        schema)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor()).as(output).isZero();
            assertThat(output).contains("1000000 inserted", "10000 updated, 990000 unchanged");
            // Each payment is 1.00 more than its number modulo 100; those with 0 are 1.00 more the second time.
            assertThat(rows("SELECT count(*), sum(amount) FROM " + schema + ".live_payments"))
                    .containsExactly("[1000000, 50510000.0000]");
            assertThat(rows("SELECT sum(payment_count), sum(payment_total) FROM " + schema + ".live_patients"))
                    .containsExactly("[1000000, 50510000.0000]");
        } finally {
            child.destroyForcibly();
        }
    }
}
