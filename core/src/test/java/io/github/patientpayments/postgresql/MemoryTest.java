package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.OnlyOn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Memory does not grow with the input. {@code -Dmemory.payments=1000000 -Dmemory.heap=64m} tries a larger input; the
 * heap grows less than the input.
 */
@OnlyOn(DatabaseKind.POSTGRESQL)
class MemoryTest extends ContractTest {

    private static final long PAYMENTS = Long.getLong("memory.payments", 300_000);
    private static final String HEAP = System.getProperty("memory.heap", "32m");

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void manyPaymentsFitInASmallHeap() throws IOException, InterruptedException {
        // The tables are never analyzed: a plan made for a handful of rows would not end.
        for (String table : List.of("patients", "payments")) {
            database.execute("ALTER TABLE " + schema + "." + table + " SET (autovacuum_enabled = off)");
        }
        PGSimpleDataSource application = (PGSimpleDataSource) database.application();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryMain.class.getName(),
                        Objects.requireNonNull(application.getURL()),
                        Objects.requireNonNullElse(application.getUser(), ""),
                        Objects.requireNonNullElse(application.getPassword(), ""),
                        schema,
                        Long.toString(PAYMENTS))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor()).as(output).isZero();
            long raised = PAYMENTS / 100;
            assertThat(output)
                    .contains(PAYMENTS + " inserted", raised + " updated, " + (PAYMENTS - raised) + " unchanged");
            // The amount of payment i is 1 + i % 100; where i % 100 is 0 it is one more the second time.
            String expected = "[" + PAYMENTS + ", "
                    + BigDecimal.valueOf(PAYMENTS * 5051, 2).setScale(4) + "]";
            assertThat(rows("SELECT count(*), sum(amount) FROM " + schema + ".live_payments"))
                    .containsExactly(expected);
            assertThat(rows("SELECT sum(payment_count), sum(payment_total) FROM " + schema + ".live_patients"))
                    .containsExactly(expected);
        } finally {
            child.destroyForcibly();
        }
    }
}
