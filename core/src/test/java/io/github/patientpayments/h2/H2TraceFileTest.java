package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.contract.CanaryRuns;
import io.github.patientpayments.fixture.JsonFiles;
import io.github.patientpayments.fixture.Seen;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace file of H2, which with its default settings has the statements that failed, and their values. */
class H2TraceFileTest {

    @TempDir
    Path folder;

    @Test
    void ordinaryUseTracesNoValue() throws SQLException, IOException {
        JdbcDataSource dataSource = dataSource();
        try (Connection open = dataSource.getConnection()) {
            assertThat(open.isClosed()).as("so that the file stays open").isFalse();
            CanaryRuns canaries = new CanaryRuns(guard -> store(dataSource, guard), new Seen());

            canaries.runs();
            canaries.erasure();
        }

        assertThat(folder.resolve("store.mv.db")).exists();
        assertThat(tracedValues()).isEmpty();
    }

    /** The one statement that does, but H2 traces no constraint that is violated. */
    @Test
    void anIdThatIsRepeatedInAFirstFileIsNotTraced() throws SQLException, IOException {
        JdbcDataSource dataSource = dataSource();
        PaymentData payment = PaymentData.builder()
                .externalId("canary-id-1")
                .patientExternalId("1")
                .amount(BigDecimal.ONE)
                .build();
        try (Connection open = dataSource.getConnection()) {
            assertThat(open.isClosed()).isFalse();

            SyncReport report = store(dataSource, Guard.defaults())
                    .sync(JsonFiles.large(
                            folder, List.of(PatientData.of("1", "A", "B", null)), Collections.nCopies(20, payment)));

            assertThat(report.payments().collapsed()).isEqualTo(19);
        }

        assertThat(tracedValues()).isEmpty();
    }

    /** H2 may trace a failure of its own, such as one to compact the file, with the names of classes. */
    private List<String> tracedValues() throws IOException {
        Path trace = folder.resolve("store.trace.db");
        return Files.exists(trace)
                ? Files.readAllLines(trace).stream()
                        .filter(line -> !line.startsWith("\tat "))
                        .filter(CanaryRuns.VALUE.asPredicate())
                        .toList()
                : List.of();
    }

    private JdbcDataSource dataSource() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + folder.resolve("store"));
        PatientPaymentStore.builder(dataSource).build().migrate();
        return dataSource;
    }

    private static PatientPaymentStore store(JdbcDataSource dataSource, Guard guard) {
        return PatientPaymentStore.builder(dataSource)
                .guard(guard)
                .erasureKey(new byte[32])
                .keepErasedTotals()
                .build();
    }
}
