package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.Contention;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A deadlock with another session, and a database that can't be written to. */
@OnlyOn(DatabaseKind.H2)
@Contention
class H2ContentionTest extends ContractTest {

    private static final String WAITING = "SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL";

    /**
     * Another session locks a patient's row and then waits for the lock row, which the sync holds. When the sync comes
     * to the patient's row, H2 aborts it.
     */
    @Test
    @Timeout(60)
    void aRealDeadlockRestartsTheSync() throws Exception {
        syncPatients(patient("1"));
        AtomicInteger attempts = new AtomicInteger();
        try (Connection other = database.owner().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SET LOCK_TIMEOUT 30000");
            statement.execute("SELECT * FROM " + schema + ".patients FOR UPDATE");
            CompletableFuture<Void> waiting = new CompletableFuture<>();
            PatientPaymentStore writer = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                        if (call.sql().startsWith("merge into " + schema + ".patients ")
                                && attempts.incrementAndGet() == 1) {
                            new Thread(() -> lockTheLockRow(statement, waiting)).start();
                            while (rows(WAITING).isEmpty()) {
                                Thread.onSpinWait();
                            }
                        }
                        if (call.sql().endsWith("for update") && attempts.get() == 1) {
                            // H2 would grant the lock to either, and so might meet the same deadlock again.
                            waiting.get(20, TimeUnit.SECONDS);
                        }
                        return call.proceed();
                    }))
                    .schema(schema)
                    .build();

            SyncReport report = writer.sync(Snapshot.builder()
                    .patients(Source.of(List.of(patient("1", "New", "Name"))))
                    .build());

            waiting.get(20, TimeUnit.SECONDS);
            assertThat(attempts).hasValue(2);
            assertThat(report.number()).isEqualTo(2);
        }
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("New");
    }

    private void lockTheLockRow(Statement statement, CompletableFuture<Void> done) {
        try {
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");
            statement.getConnection().rollback();
            done.complete(null);
        } catch (SQLException e) {
            done.completeExceptionally(e);
        }
    }

    @Test
    void aReadOnlyDatabaseAnswersQueriesAndNamesWhatAWriterNeeds(@TempDir Path folder) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + folder.resolve("store"));
        PatientPaymentStore.builder(dataSource).build().migrate();
        dataSource.setURL(dataSource.getURL() + ";ACCESS_MODE_DATA=r");
        PatientPaymentStore reader = PatientPaymentStore.builder(dataSource).build();

        assertThat(reader.syncRuns(1)).isEmpty();
        assertThatThrownBy(() -> reader.purge(START))
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                    assertThat(e.sqlState()).contains("90097");
                    assertThat(e.isRetryable()).isFalse();
                })
                .hasMessageContaining("read-only");
    }
}
