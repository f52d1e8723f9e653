package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.contract.CanaryRuns;
import io.github.patientpayments.fixture.Seen;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace file of H2, which with its default settings has the statements that failed, and their values. */
class H2TraceFileTest {

    @TempDir
    Path folder;

    @Test
    void noStatementFailsInOrdinaryUse() throws SQLException {
        JdbcDataSource dataSource = dataSource();
        try (Connection open = dataSource.getConnection()) {
            assertThat(open.isClosed()).as("so that the file stays open").isFalse();
            CanaryRuns canaries = new CanaryRuns(guard -> store(dataSource, guard), new Seen());

            canaries.runs();
            canaries.erasure();
        }

        assertThat(folder.resolve("store.mv.db")).exists();
        assertThat(folder.resolve("store.trace.db")).doesNotExist();
    }

    /** The one statement that does, but H2 traces no constraint that is violated. */
    @Test
    void anIdThatIsRepeatedInAFirstFileIsNotTraced() throws SQLException, IOException {
        JdbcDataSource dataSource = dataSource();
        Path payments = Files.writeString(
                folder.resolve("payments.json"),
                "{\"externalId\": \"canary-id-1\", \"patientId\": \"1\", \"amount\": 7}\n".repeat(20_000));
        try (Connection open = dataSource.getConnection()) {
            assertThat(open.isClosed()).isFalse();
            store(dataSource, Guard.defaults())
                    .sync(Snapshot.builder()
                            .patients(Source.of(List.of(PatientData.of("1", "A", "B", null))))
                            .payments(Source.json(payments))
                            .acceptUnterminated()
                            .build());
        }

        assertThat(folder.resolve("store.trace.db")).doesNotExist();
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
