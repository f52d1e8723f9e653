package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.Contention;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits, rollbacks and transactions that fail. */
@Contention
class CommitContract extends ContractTest {

    private final AtomicInteger opened = new AtomicInteger();

    @BeforeEach
    void reset() {
        opened.set(0);
    }

    @Test
    void aCommitWithoutAResponseHasAnUnknownOutcome() {
        OutcomeUnknownException unknown = catchThrowableOfType(
                OutcomeUnknownException.class,
                () -> storeWith(call -> {
                            Object done = call.proceed();
                            if (call.is(Connection.class, "commit")) {
                                throw new SQLException("secret", "08006");
                            }
                            return done;
                        })
                        .sync(reopenable(patient("1"))));

        assertThat(unknown.isRetryable()).isTrue();
        assertThat(unknown.sqlState()).contains("08006");
        assertThat(unknown).hasMessageContainingAll("syncRun", unknown.attempt().toString());
        assertThat(store.syncRun(unknown.attempt()))
                .hasValueSatisfying(run -> assertThat(run.patients().inserted()).isEqualTo(1));
        assertThat(opened).as("never retried after a lost commit").hasValue(1);
        assertThat(store.sync(reopenable(patient("1"))).patients().unchanged()).isEqualTo(1);
    }

    @Test
    void aCommitThatNeverArrivesHasAnUnknownOutcomeAndChangesNothing() {
        syncPatients(patient("1"));
        Map<String, List<String>> before = everything();

        OutcomeUnknownException unknown = catchThrowableOfType(
                OutcomeUnknownException.class,
                () -> storeOver(database.application(), call -> {
                            if (call.is(Connection.class, "commit")) {
                                database.breakConnection(call.connection());
                            }
                            return call.proceed();
                        })
                        .sync(reopenable(patient("2"))));

        assertThat(store.syncRun(unknown.attempt())).isEmpty();
        assertThat(opened).as("read ahead, then staged once").hasValue(2);
        assertThat(everything()).isEqualTo(before);
        assertThat(store.sync(reopenable(patient("1"), patient("2"))).patients().inserted())
                .isEqualTo(1);
    }

    /** 40003 is «statement completion unknown»: in the class of rollbacks, although it is not one. Others name none. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"40003", "99999", "57P01"})
    void aCommitWithUnknownCompletionHasAnUnknownOutcome(@Nullable String state) {
        assertThatThrownBy(() ->
                        storeWith(failing(Connection.class, "commit", state, 1)).sync(reopenable(patient("1"))))
                .isInstanceOf(OutcomeUnknownException.class);

        assertThat(opened).hasValue(1);
    }

    /** Whatever was reported: without the server, nobody knows whether it came before the commit or after it. */
    @Test
    void aRefusedCommitOnAConnectionThatIsGoneHasAnUnknownOutcome() {
        assertThatThrownBy(() -> storeWith(call -> {
                            Object done = call.proceed();
                            if (call.is(Connection.class, "commit")) {
                                call.connection().close();
                                throw new SQLException("secret", "40001");
                            }
                            return done;
                        })
                        .sync(reopenable(patient("1"))))
                .isInstanceOf(OutcomeUnknownException.class);

        assertThat(opened).as("never retried").hasValue(1);
        assertThat(store.patient("1")).isPresent();
    }

    @Test
    void aRefusedCommitIsRetriedIfTheSourcesCanBeOpenedAgain() {
        SyncReport report =
                storeWith(failing(Connection.class, "commit", "40001", 1)).sync(reopenable(patient("1")));

        assertThat(opened).hasValue(2);
        assertThat(report.number()).isEqualTo(1);
        assertThat(report.patients().read()).isEqualTo(1);
        assertThat(report.patients().inserted()).isEqualTo(1);
        assertThat(store.syncRuns(5)).hasSize(1);
        assertThat(store.syncRun(report.attempt())).isPresent();
    }

    @Test
    void afterARefusedCommitAOneShotSourceNeedsANewStream() {
        assertThatThrownBy(() -> storeWith(failing(Connection.class, "commit", "40001", 1))
                        .sync(Snapshot.builder()
                                .patients(Source.once(Stream.of(patient("1"))))
                                .build()))
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                    assertThat(e.isRetryable()).isTrue();
                    assertThat(e.sqlState()).contains("40001");
                })
                .hasMessageContaining("new stream");

        assertThat(store.syncRuns(5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void aTransactionThatIsAlwaysAbortedFailsAfterThreeAttempts(String state) {
        Map<String, List<String>> before = everything();

        Throwable failure = catchThrowable(
                () -> storeWith(failing(Connection.class, "commit", state, 99)).sync(reopenable(patient("1"))));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("deadlock");
        assertThat(failure.getSuppressed()).hasSize(2);
        assertThat(Stream.concat(Stream.of(failure.getCause()), Stream.of(failure.getSuppressed())))
                .allSatisfy(
                        cause -> assertThat(cause).hasMessageContaining(state).hasMessageNotContaining("secret"));
        assertThat(opened).hasValue(3);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void anAbortedStatementRestartsTheTransaction() {
        AtomicBoolean brokenOff = new AtomicBoolean();

        SyncReport report = storeWith(call -> {
                    if (call.sql().contains("insert into " + schema + ".patients (") && !brokenOff.getAndSet(true)) {
                        throw new SQLException("secret", "40001");
                    }
                    return call.proceed();
                })
                .sync(reopenable(patient("1"), patient("1")));

        assertThat(brokenOff).isTrue();
        assertThat(opened).hasValue(2);
        assertThat(report.patients().inserted()).isEqualTo(1);
        assertThat(report.patients().collapsed()).isEqualTo(1);
    }

    @Test
    void aCommittedRunIsReportedEvenIfTheConnectionCannotBeRestored() {
        AtomicBoolean committed = new AtomicBoolean();

        SyncReport report = storeWith(call -> {
                    if (committed.get() && !call.is(Object.class, "close")) {
                        throw new SQLException("secret", "08006");
                    }
                    Object done = call.proceed();
                    committed.compareAndSet(false, call.is(Connection.class, "commit"));
                    return done;
                })
                .sync(reopenable(patient("1")));

        assertThat(committed).isTrue();
        assertThat(report.patients().inserted()).isEqualTo(1);
        pool.getHikariPoolMXBean().softEvictConnections(); // the connection still has the store's settings
        assertThat(store.syncRun(report.attempt())).isPresent();
    }

    /** Switching autocommit on commits an open transaction: half a sync, if its rollback has failed. */
    @Test
    void aFailedRollbackIsNeverFollowedByACommit() {
        syncPatients(patient("1"));
        Map<String, List<String>> before = everything();
        AtomicBoolean staged = new AtomicBoolean();

        Throwable thrown = catchThrowable(() -> storeWith(call -> {
                    if (call.is(Connection.class, "rollback") && staged.get()) {
                        throw new SQLException("secret", "08006");
                    }
                    if (call.is(Connection.class, "commit")) {
                        staged.set(true);
                        throw new SQLException("secret", "40001");
                    }
                    return call.proceed();
                })
                .sync(Snapshot.builder()
                        .patients(Source.once(Stream.of(patient("2"))))
                        .build()));

        assertThat(thrown).isInstanceOf(StoreUnavailableException.class);
        assertThat(everything()).isEqualTo(before);
        assertThat(store.patient("1")).isPresent();
    }

    private PatientPaymentStore storeWith(Intercepted.Interceptor interceptor) {
        return storeOver(pool, interceptor);
    }

    private PatientPaymentStore storeOver(DataSource real, Intercepted.Interceptor interceptor) {
        return PatientPaymentStore.builder(Intercepted.dataSource(real, interceptor))
                .schema(schema)
                .build();
    }

    /** The first calls of a method fail without effect. */
    private static Intercepted.Interceptor failing(Class<?> type, String method, @Nullable String state, int times) {
        AtomicInteger failed = new AtomicInteger();
        return call -> {
            if (call.is(type, method) && failed.incrementAndGet() <= times) {
                throw new SQLException("secret", state);
            }
            return call.proceed();
        };
    }

    private Snapshot reopenable(PatientData... patients) {
        Iterable<PatientData> records = () -> {
            opened.incrementAndGet();
            return List.of(patients).iterator();
        };
        return Snapshot.builder().patients(Source.of(records)).build();
    }
}
