package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal is thrown even if it can't be logged. */
class RefusalFailureContract extends GuardedContractTest {

    private static final Snapshot EMPTY = patientsOnly(List.of());

    @BeforeEach
    void fill() {
        store.sync(snapshot(patients(1, 3), payments(1, 3, "1", "5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert into %s.sync_runs", "insert into %s.sync_run_counts", "update %s.store_state"})
    void aRefusalThatCannotBeLoggedIsStillThrown(String statement) {
        Map<String, List<String>> before = everything();
        AtomicBoolean failed = new AtomicBoolean();

        SnapshotRefusedException refused = refusal(over(call -> {
            // On H2, another update notes since when the lock is held.
            if (call.sql().startsWith(statement.formatted(schema)) && !call.sql().contains("held_since")) {
                failed.set(true);
                throw new SQLException("secret", "53100");
            }
            return call.proceed();
        }));

        assertThat(failed).isTrue();
        assertThat(refused.reason()).isEqualTo(Reason.EMPTY);
        assertThat(refused.report().patients().deleted()).isEqualTo(3);
        assertThat(refused.report().number()).as("not a logged run").isZero();
        assertThat(everything()).isEqualTo(before);
        assertThat(store.sync(patientsOnly(patients(1, 4))).number()).isEqualTo(2);
    }

    @Test
    void aRefusalWhoseLogCannotBeCommittedIsStillThrown() {
        Map<String, List<String>> before = everything();
        for (String state : List.of("40001", "08006")) {
            SnapshotRefusedException refused = refusal(over(call -> {
                if (call.is(Connection.class, "commit")) {
                    throw new SQLException("secret", state);
                }
                return call.proceed();
            }));

            assertThat(refused.reason()).isEqualTo(Reason.EMPTY);
            assertThat(everything()).isEqualTo(before);
        }
    }

    @Test
    void aRefusalWhoseRollbackFailsIsThrownAndAppliesNothing() {
        Map<String, List<String>> before = everything();

        SnapshotRefusedException refused = refusal(over(call -> {
            if (call.is(Connection.class, "rollback")) {
                throw new SQLException("secret", "08006");
            }
            return call.proceed();
        }));

        assertThat(refused.reason()).isEqualTo(Reason.EMPTY);
        assertThat(everything()).isEqualTo(before);
        assertThat(store.sync(patientsOnly(patients(1, 4))).patients().inserted())
                .isEqualTo(1);
    }

    @Test
    void anotherRunInBetweenGetsItsNumberFirst() {
        PatientPaymentStore other = PatientPaymentStore.builder(database.application())
                .schema(schema)
                .build();
        AtomicInteger locks = new AtomicInteger();

        SnapshotRefusedException refused = refusal(over(call -> {
            Object done = call.proceed();
            locks.addAndGet(call.sql().endsWith("for update") ? 1 : 0);
            if (call.is(Connection.class, "rollback") && locks.compareAndSet(1, 2)) {
                other.sync(patientsOnly(patients(1, 4)));
            }
            return done;
        }));

        assertThat(refused.report().number()).isEqualTo(3);
        assertThat(store.syncRuns(9)).extracting(SyncRun::number).containsExactly(3L, 2L, 1L);
        assertThat(store.syncRuns(9))
                .extracting(SyncRun::status)
                .containsExactly(Status.REFUSED, Status.APPLIED, Status.APPLIED);
        assertThat(store.syncRuns(1).get(0).time())
                .isAfter(store.syncRuns(2).get(1).time());
        assertThat(store.preview(patientsOnly(patients(1, 4)), 0).baseRun()).isEqualTo(2);
    }

    private PatientPaymentStore over(Intercepted.Interceptor interceptor) {
        return PatientPaymentStore.builder(Intercepted.dataSource(pool, interceptor))
                .schema(schema)
                .build();
    }

    private static SnapshotRefusedException refusal(PatientPaymentStore over) {
        Throwable thrown = catchThrowable(() -> over.sync(EMPTY));
        assertThat(thrown).isInstanceOf(SnapshotRefusedException.class).hasMessageNotContaining("secret");
        return (SnapshotRefusedException) thrown;
    }
}
