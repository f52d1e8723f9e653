package io.github.patientpayments.examples.pools;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a call reports over a pool, whatever words and SQLStates the pool has: the same as without one, and whether to
 * retry.
 */
@Timeout(60)
abstract class PoolContract {

    /** For a connection that comes: longer than a busy machine takes to make one. */
    static final int PATIENT = 20_000;

    /** For a connection that does not come. */
    static final int BRIEF = 500;

    private final List<Consumer<PatientPaymentStore>> queries = List.of(
            store -> store.totals(PatientFilter.all()),
            PatientPaymentStore::verifyIntegrity,
            store -> store.history().changes(store.history().beginning(), 10),
            store -> store.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID)));

    private DataSource pool = null;

    /** A pool that connects at the first call at the earliest, and waits for a connection for some milliseconds. */
    abstract DataSource open(Target target, int size, int millis) throws Exception;

    /** How long the pool may wait for a database that refuses: as long as it likes, if it gives up by itself. */
    int refusedWithin() {
        return PATIENT;
    }

    abstract void close(DataSource opened) throws Exception;

    /** What the pool says when it has no connection free. */
    abstract String exhausted();

    /** What the pool says when it was closed. */
    abstract String closed();

    @AfterEach
    void closePool() throws Exception {
        if (pool != null) {
            close(pool);
        }
    }

    private PatientPaymentStore store(Target target, int size) throws Exception {
        return store(target, size, PATIENT);
    }

    private PatientPaymentStore store(Target target, int size, int millis) throws Exception {
        pool = open(target, size, millis);
        return PatientPaymentStore.builder(pool).build();
    }

    @Test
    void aServerThatIsDownIsRetried() throws Exception {
        assertRefused(Server.target().withUrl("jdbc:postgresql://localhost:1/postgres"), true, "08001", "not answer");
    }

    @Test
    void aWrongPasswordIsNotRetried() throws Exception {
        assertRefused(Server.target().withPassword("wrong"), false, "28P01", "the user or the password");
    }

    @Test
    void anUnknownDatabaseIsNotRetried() throws Exception {
        String url = Server.target().url().replaceAll("/[^/]*$", "/no_such_database");
        assertRefused(Server.target().withUrl(url), false, "3D000", "does not exist");
    }

    private void assertRefused(Target target, boolean retryable, String state, String said) throws Exception {
        for (Consumer<PatientPaymentStore> call : List.<Consumer<PatientPaymentStore>>of(
                queries.get(0), store -> store.sync(snapshot(Source.of(List.of()))))) {
            // Each over a pool of its own: c3p0 keeps the cause from whoever calls while it gives up.
            StoreUnavailableException failure = unavailable(store(target, 1, refusedWithin()), call);

            assertThat(failure).hasMessageContaining(said).hasMessageNotContaining("FATAL"); // the database's own word
            assertThat(failure.sqlState()).contains(state);
            assertThat(failure.isRetryable()).isEqualTo(retryable);
            close(pool);
        }
    }

    @Test
    void aPoolWithoutAFreeConnectionIsRetriedInItsOwnWords() throws Exception {
        PatientPaymentStore store = store(Server.target(), 1, BRIEF);
        try (Connection taken = pool.getConnection()) {
            assertThat(taken.isValid(5)).isTrue();

            StoreUnavailableException failure = unavailable(store, queries.get(0));

            assertThat(failure).hasMessageContainingAll("None became free in time", exhausted());
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure.sqlState()).isEmpty();
        }
    }

    @Test
    void aClosedPoolIsNotRetried() throws Exception {
        PatientPaymentStore store = store(Server.target(), 1);
        store.totals(PatientFilter.all());
        close(pool);

        StoreUnavailableException failure = unavailable(store, queries.get(0));

        assertThat(failure).hasMessageContainingAll("The pool reports", closed());
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.sqlState()).isEmpty();
    }

    @Test
    void aStatementTimeoutOfTheHostIsNamed() throws Exception {
        Target hurried = Server.target().withUrl(Server.target().url() + "?options=-c%20statement_timeout=50");
        PatientPaymentStore store = store(hurried, 1);
        try (Connection holder = lockTables()) {
            StoreUnavailableException failure = unavailable(store, queries.get(0));
            holder.rollback();

            assertThat(failure).hasMessageContaining("statement_timeout");
            assertThat(failure.sqlState()).contains("57014");
            assertThat(failure.isRetryable()).isTrue();
        }
        assertThat(store.totals(PatientFilter.all())).isNotNull();
    }

    @Test
    void aConnectionThatIsKilledInAQueryIsRetried() throws Exception {
        PatientPaymentStore store = store(Server.target(), 1);
        for (Consumer<PatientPaymentStore> query : queries) {
            try (Connection holder = lockTables()) {
                CompletableFuture<StoreUnavailableException> failing =
                        CompletableFuture.supplyAsync(() -> unavailable(store, query));
                Server.killTheOneThatWaits();

                assertLost(get(failing));
                holder.rollback();
            }
            query.accept(store); // and the next call has a connection that works
        }
    }

    @Test
    void aConnectionThatIsKilledInASyncIsRetried() throws Exception {
        PatientPaymentStore store = store(Server.target(), 1);

        assertLost(unavailable(
                store,
                killed -> killed.sync(snapshot(Source.once(Stream.of("1", "2").map(id -> {
                    Server.killAll();
                    return patient(id);
                }))))));

        assertThat(store.sync(snapshot(Source.of(List.of(patient("1")))))).isNotNull();
    }

    private static void assertLost(StoreUnavailableException failure) {
        assertThat(failure).hasMessageContaining("was lost");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.sqlState().orElseThrow()).matches("57P01|08006|08003");
    }

    /** Everything at once, on the connections that it is said to need. */
    @Test
    void migratesWritesAndAnswers() throws Exception {
        PatientPaymentStore store = store(Server.target(), 2);
        store.migrate();

        store.sync(snapshot(Source.of(List.of(patient("1"), patient("2")))));

        queries.forEach(query -> query.accept(store));
        assertThat(store.totals(PatientFilter.all()).patients()).isEqualTo(2);
    }

    /** Through the pool's wrappers; it begins when a buffer is full. */
    @Test
    void rowsAreLoadedByCopy() throws Exception {
        PatientPaymentStore store = store(Server.target(), 1);
        List<String> statements = new ArrayList<>();

        assertThatThrownBy(() -> store.sync(snapshot(Source.once(IntStream.rangeClosed(1, 3_000)
                        .mapToObj(i -> {
                            if (i == 3_000) {
                                statements.add(Server.lastStatement());
                                throw new IllegalStateException("enough");
                            }
                            return patient("new " + i);
                        })))))
                .hasMessage("enough");

        assertThat(statements).last(as(STRING)).startsWith("COPY patient_payments.patient_stage");
    }

    private static Connection lockTables() throws SQLException {
        Connection holder = Server.admin();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute(
                    "LOCK TABLE patient_payments.patients, patient_payments.patient_totals, patient_payments.payments");
        }
        return holder;
    }

    private static StoreUnavailableException unavailable(
            PatientPaymentStore store, Consumer<PatientPaymentStore> call) {
        return catchThrowableOfType(StoreUnavailableException.class, () -> call.accept(store));
    }

    private static StoreUnavailableException get(CompletableFuture<StoreUnavailableException> failing)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        return failing.get(20, TimeUnit.SECONDS);
    }

    static Snapshot snapshot(Source<PatientData> patients) {
        return Snapshot.builder().patients(patients).build();
    }

    static PatientData patient(String id) {
        return PatientData.of(id, "First" + id, "Last" + id, LocalDate.of(1980, 1, 31));
    }
}
