package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.OnlyOn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Memory does not grow with the input. {@code -Dmemory.payments=1000000 -Dmemory.heap=64m} tries a larger input; the
 * heap grows less than the input. {@code -Dstore.test.filePayments} says how many payments are in a file, of some 200
 * characters each.
 */
@OnlyOn(DatabaseKind.POSTGRESQL)
@Tag("exhaustive")
class MemoryTest extends ContractTest {

    private static final long PAYMENTS = Long.getLong("memory.payments", 300_000);
    private static final String HEAP = System.getProperty("memory.heap", "32m");

    private static final long IN_FILES = Long.getLong("store.test.filePayments", 1_000_000);
    private static final int CHARACTERS_MORE = 117;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void manyPaymentsFitInASmallHeap() throws IOException, InterruptedException {
        String output = inSmallHeap(HEAP, PAYMENTS, 0, List.of());

        long raised = PAYMENTS / 100;
        assertThat(output).contains(PAYMENTS + " inserted", raised + " updated, " + (PAYMENTS - raised) + " unchanged");
    }

    /** 200 MB in a heap of 64 MB: a first load from files, the same again, and a hundredth changed. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void aLargeFileFitsInASmallHeap(@TempDir Path folder) throws IOException, InterruptedException {
        String output = inSmallHeap("64m", IN_FILES, CHARACTERS_MORE, List.of(folder.toString()));

        assertThat(output).contains(" MB", IN_FILES / 100 + " updated");
    }

    private String inSmallHeap(String heap, long payments, int charactersMore, List<String> folder)
            throws IOException, InterruptedException {
        // The tables are never analyzed: a plan made for a handful of rows would not end.
        for (String table : List.of("patients", "payments")) {
            database.execute("ALTER TABLE " + schema + "." + table + " SET (autovacuum_enabled = off)");
        }
        PGSimpleDataSource application = (PGSimpleDataSource) database.application();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryMain.class.getName(),
                Objects.requireNonNull(application.getURL()),
                Objects.requireNonNullElse(application.getUser(), ""),
                Objects.requireNonNullElse(application.getPassword(), ""),
                schema,
                Long.toString(payments),
                Integer.toString(charactersMore)));
        command.addAll(folder);
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor()).as(output).isZero();
            // The amount of payment i is 1 + i % 100; where i % 100 is 0 it is one more the second time.
            String expected = "[" + payments + ", "
                    + BigDecimal.valueOf(payments * 5051, 2).setScale(4) + "]";
            assertThat(rows("SELECT count(*), sum(amount) FROM " + schema + ".live_payments"))
                    .containsExactly(expected);
            assertThat(rows("SELECT sum(payment_count), sum(payment_total) FROM " + schema + ".live_patients"))
                    .containsExactly(expected);
            return output;
        } finally {
            child.destroyForcibly();
        }
    }
}
