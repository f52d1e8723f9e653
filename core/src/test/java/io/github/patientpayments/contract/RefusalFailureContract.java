package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
    @ValueSource(
            strings = {
                "insert into %s.sync_runs .*",
                "insert into %s.sync_run_counts .*",
                "update %s.store_state set .*last_run.*"
            })
    void aRefusalThatCannotBeLoggedIsStillThrown(String statement) {
        Map<String, List<String>> before = everything();
        AtomicBoolean failed = new AtomicBoolean();

        SnapshotRefusedException refused = refusal(over(call -> {
            if (call.sql().matches(statement.formatted(schema))) {
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
