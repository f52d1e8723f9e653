package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After a deadlock with another session the whole run is repeated, or the host has to pass a new stream. */
@OnlyOn(DatabaseKind.POSTGRESQL)
@Contention
class PostgresDeadlockTest extends ContractTest {

    /** On two cores, the common pool has one thread alone. */
    private static final Executor THREADS = task -> new Thread(task).start();

    @Test
    void aRealDeadlockRestartsTheSync() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        Iterable<PatientData> records = () -> {
            opened.incrementAndGet();
            return List.of(patient("1", "New", "Name")).iterator();
        };

        SyncReport report = deadlocked(Source.of(records)).get(20, TimeUnit.SECONDS);

        assertThat(opened)
                .as("openings: for the fingerprint, before and after the deadlock")
                .hasValue(3);
        assertThat(report.number()).isEqualTo(2);
        assertThat(report.patients().updated()).isEqualTo(1);
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("New");
    }

    @Test
    void afterARealDeadlockAOneShotSourceNeedsANewStream() throws Exception {
        CompletableFuture<SyncReport> sync = deadlocked(Source.once(Stream.of(patient("1", "New", "Name"))));

        assertThatThrownBy(() -> sync.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                    assertThat(e.isRetryable()).isTrue();
                    assertThat(e.sqlState()).contains("40P01");
                })
                .hasMessageContaining("new stream");
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("First1");
    }

    /**
     * Another session locks a patient's row and then waits for the lock row, which the sync holds. Only then does the
     * sync come to the patient's row. A server looks for a deadlock once, some time after a session has begun to wait:
     * the other session's time is over by then, so it aborts the sync, which starts again once the other session is
     * done: the server would give the lock row to a sync that asks again before the session that waits for it has woken
     * up.
     */
    private CompletableFuture<SyncReport> deadlocked(Source<PatientData> source) throws Exception {
        syncPatients(patient("1"));
        CountDownLatch holdsTheLockRow = new CountDownLatch(1);
        CountDownLatch otherWaits = new CountDownLatch(1);
        CountDownLatch otherIsDone = new CountDownLatch(1);
        PatientPaymentStore writer = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().startsWith("merge into " + schema + ".patients ")) {
                        holdsTheLockRow.countDown();
                        assertThat(otherWaits.await(30, TimeUnit.SECONDS)).isTrue();
                    } else if (holdsTheLockRow.getCount() == 0 && call.sql().endsWith("for update")) {
                        assertThat(otherIsDone.await(30, TimeUnit.SECONDS)).isTrue();
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
        try (Connection other = database.owner().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // On a busy machine, its own look for a deadlock could come late and abort this session.
            statement.execute("SELECT set_config('deadlock_timeout', '1min', false) FROM pg_roles"
                    + " WHERE rolname = current_user AND rolsuper");
            statement.execute("SELECT * FROM " + schema + ".patients FOR UPDATE");
            CompletableFuture<SyncReport> sync = CompletableFuture.supplyAsync(
                    () -> writer.sync(Snapshot.builder().patients(source).build()), THREADS);
            assertThat(holdsTheLockRow.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> lockTheLockRow(statement), THREADS);
            awaitWaiting();
            otherWaits.countDown();
            waiting.get(20, TimeUnit.SECONDS);
            other.rollback();
            otherIsDone.countDown();
            return sync;
        }
    }

    private void lockTheLockRow(Statement statement) {
        try {
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitWaiting() throws SQLException, InterruptedException {
        String waiting = waiting();
        for (int i = 0; i < 4_000; i++) {
            if (!rows(waiting).isEmpty()) {
                rows("SELECT pg_sleep(0.2 + extract(epoch FROM current_setting('deadlock_timeout')::interval))");
                return;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("The other session never waited for the lock row");
    }

    /** On a Citus cluster, the lock is held by a worker, of which the coordinator's own catalogue knows nothing. */
    private String waiting() throws SQLException {
        return rows("SELECT 1 FROM pg_extension WHERE extname = 'citus'").isEmpty()
                ? "SELECT 1 FROM pg_locks w JOIN pg_locks h USING (pid) WHERE NOT w.granted AND h.granted"
                        + " AND h.relation = '" + schema + ".store_state'::regclass"
                : "SELECT 1 FROM citus_lock_waits WHERE blocked_statement LIKE '%" + schema + ".store_state%'";
    }
}
