package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.AtEveryIsolationLevel;
import io.github.patientpayments.fixture.Contention;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One writer at a time, and the next one sees what the previous one has committed. */
@AtEveryIsolationLevel(
        "A writer that has waited must see what the previous one committed, which stricter levels would hide.")
@Contention
class WriterContract extends ContractTest {

    @Test
    void aSecondWriterWaitsForTheFirstAndSeesWhatItCommitted() throws Exception {
        CountDownLatch firstReads = new CountDownLatch(1);
        CountDownLatch secondWaits = new CountDownLatch(1);
        CompletableFuture<SyncReport> first = CompletableFuture.supplyAsync(() -> store.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("1", "2").map(id -> {
                    firstReads.countDown();
                    await(secondWaits);
                    return patient(id);
                })))
                .build()));
        await(firstReads);
        // A one-shot source, so that no retry can hide a first attempt that saw the former state.
        CompletableFuture<SyncReport> second = CompletableFuture.supplyAsync(() -> other(Duration.ofSeconds(30))
                .sync(Snapshot.builder()
                        .patients(Source.once(Stream.of(patient("1"), patient("2", "New", "Name"))))
                        .build()));
        // Long enough for the second writer to begin its transaction, and to finish if nothing blocked it.
        Thread.sleep(200);
        assertThat(second).isNotDone();
        secondWaits.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS).patients().inserted()).isEqualTo(2);
        SyncReport report = second.get(20, TimeUnit.SECONDS);
        assertThat(report.number()).isEqualTo(2);
        assertThat(report.patients().unchanged()).isEqualTo(1);
        assertThat(report.patients().updated()).isEqualTo(1);
        assertThat(report.patients().inserted()).isZero();
    }

    /** Under a stricter level a writer that has waited is aborted, and repeated only a few times. */
    @Test
    void aWriterHasTheIsolationAndTheLockTimeoutOfTheStore() {
        AtomicReference<Connection> connection = new AtomicReference<>();
        List<String> settings = new ArrayList<>();
        DataSource seen = Intercepted.dataSource(pool, call -> {
            Object result = call.proceed();
            if (call.is(DataSource.class, "getConnection")) {
                connection.set((Connection) result);
            }
            return result;
        });

        PatientPaymentStore.builder(seen)
                .schema(schema)
                .lockTimeout(Duration.ofSeconds(77))
                .guard(Guard.defaults().check(report -> {
                    settings.addAll(settings(connection.get()));
                    return Optional.empty();
                }))
                .build()
                .sync(of(patient("1")));

        assertThat(settings).containsExactly("READ COMMITTED", database.postgres() ? "77s" : "77000");
    }

    private List<String> settings(Connection connection) {
        String query = database.postgres() ? "SHOW lock_timeout" : "SELECT LOCK_TIMEOUT()";
        try (Statement statement = connection.createStatement();
                ResultSet timeout = statement.executeQuery(query)) {
            timeout.next();
            return List.of(
                    connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED
                            ? "READ COMMITTED"
                            : "another level",
                    timeout.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who holds the lock only adds to the message. */
    @Test
    void aStoreIsBusyEvenIfTheHolderCannotBeSeen() throws Exception {
        AtomicBoolean waited = new AtomicBoolean();
        PatientPaymentStore blind = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.is(Connection.class, "rollback") && waited.getAndSet(false)) {
                        throw new SQLException("injected", "XX000");
                    }
                    waited.compareAndSet(false, call.sql().endsWith("for update"));
                    return call.proceed();
                }))
                .schema(schema)
                .lockTimeout(Duration.ofMillis(100))
                .build();
        try (Connection holder = database.owner().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            assertThatThrownBy(() -> blind.sync(of(patient("2"))))
                    .isInstanceOf(StoreBusyException.class)
                    .hasMessageContaining("a transaction of the caller's own");

            holder.rollback();
        }
        assertThat(waited).as("the rollback failed").isFalse();
        assertThat(blind.sync(of(patient("2"))).patients().inserted()).isEqualTo(1);
    }

    @Test
    void aWriterThatWaitsTooLongThrowsStoreBusy() throws Exception {
        syncPatients(patient("1"));
        Map<String, List<String>> before = everything();
        try (Connection holder = database.owner().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            assertThatThrownBy(() -> other(Duration.ofMillis(100)).sync(of(patient("2"))))
                    .isInstanceOf(StoreBusyException.class)
                    .hasMessageContainingAll(schema, "waited 100 ms. ", "lockTimeout")
                    .satisfies(e -> {
                        assertThat(((StoreException) e).isRetryable()).isTrue();
                        assertThat(((StoreException) e).sqlState()).contains(database.postgres() ? "55P03" : "HYT00");
                    });

            holder.rollback();
        }
        assertThat(everything()).isEqualTo(before);
        assertThat(other(Duration.ofMillis(100))
                        .sync(of(patient("1"), patient("2")))
                        .patients()
                        .inserted())
                .isEqualTo(1);
    }

    @Test
    void aWriterThatIsTurnedAwayReadsByWhichRunAndSinceWhen() {
        syncPatients(patient("1"));
        PatientPaymentStore ofAnotherRole =
                PatientPaymentStore.builder(database.owner()).schema(schema).build();
        List<Throwable> turnedAway = new ArrayList<>();
        Instant before = databaseTime();

        ofAnotherRole.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("1", "2")
                        .peek(id -> turnedAway.add(catchThrowable(
                                () -> other(Duration.ofMillis(50)).purge(START))))
                        .map(ContractTest::patient)))
                .build());

        assertThat(turnedAway).hasSize(2).allSatisfy(busy -> {
            assertThat(busy).isInstanceOf(StoreBusyException.class).hasMessageContaining(schema + ": run 2, since ");
            Matcher since = Pattern.compile("since (\\S+Z)\\. ").matcher(busy.getMessage());
            assertThat(since.find()).isTrue();
            assertThat(Instant.parse(since.group(1))).isBetween(before.truncatedTo(ChronoUnit.SECONDS), databaseTime());
        });
        assertThat(other(Duration.ofMillis(50)).purge(START).runNumber())
                .as("on the same connection")
                .isEqualTo(3);
        assertThat(rows("SELECT held_since FROM " + schema + ".store_state")).containsExactly("[null]");
    }

    private Instant databaseTime() {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet now = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
            now.next();
            return now.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLockOfAnotherTableIsNotStoreBusy() throws Exception {
        syncPatients(patient("1"));
        try (Connection holder = database.owner().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("UPDATE " + schema + ".patients SET first_name = 'Held'");

            assertThatThrownBy(() -> other(Duration.ofMillis(100)).sync(of(patient("1", "New", "Name"))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .satisfies(
                            e -> assertThat(((StoreException) e).isRetryable()).isTrue());

            holder.rollback();
        }
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("First1");
    }

    @Test
    void queriesDoNotWaitForAWriter() {
        syncPatients(patient("1"));

        store.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("1", "2").map(id -> {
                    assertThat(other(Duration.ofSeconds(1)).patient("1")).isPresent();
                    assertThat(other(Duration.ofSeconds(1)).patient("2")).isEmpty();
                    return patient(id);
                })))
                .build());

        assertThat(other(Duration.ofSeconds(1)).patient("2")).isPresent();
    }

    @Test
    @Timeout(20)
    void aDumpDoesNotBlockASyncOfTheOwner() throws Exception {
        PatientPaymentStore owners = PatientPaymentStore.builder(database.owner())
                .schema(schema)
                .lockTimeout(Duration.ofMinutes(1))
                .build();
        try (Connection dump = database.owner().getConnection();
                Statement statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".patient_stage");

            assertThat(owners.sync(of(patient("1"))).patients().inserted()).isEqualTo(1);

            dump.rollback();
        }
        assertThat(rows("SELECT * FROM " + schema + ".patient_stage")).isEmpty();
    }

    /** The owner, who may truncate. A dump locks every table before it reads the first. */
    @Test
    void aDumpDoesNotWaitForASlowSource() {
        PatientPaymentStore owners =
                PatientPaymentStore.builder(database.owner()).schema(schema).build();
        owners.sync(of(patient("0")));
        List<Integer> dumped = new ArrayList<>();

        owners.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("1", "2").map(id -> {
                    dumped.add(dumpWithoutWaiting());
                    return patient(id);
                })))
                .build());

        assertThat(dumped).hasSize(2).allMatch(tables -> tables > 12);
    }

    private int dumpWithoutWaiting() {
        List<String> tables = rows("SELECT table_name FROM information_schema.tables WHERE lower(table_schema) = '"
                + schema + "' AND table_type = 'BASE TABLE'");
        try (Connection dump = database.owner().getConnection();
                Statement statement = dump.createStatement()) {
            statement.execute(database.postgres() ? "SET lock_timeout = '100ms'" : "SET LOCK_TIMEOUT 100");
            for (String table : tables) {
                String name = table.substring(1, table.length() - 1);
                statement.execute(
                        "SELECT * FROM " + schema + "." + (name.equals("schema_history") ? "\"" + name + "\"" : name));
            }
            return tables.size();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private PatientPaymentStore other(Duration lockTimeout) {
        return PatientPaymentStore.builder(otherPool())
                .schema(schema)
                .lockTimeout(lockTimeout)
                .build();
    }

    private static Snapshot of(PatientData... patients) {
        return Snapshot.builder().patients(Source.of(List.of(patients))).build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
