package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check of the host's own, before the commit. */
class HostCheckContract extends GuardedContractTest {

    private final List<SyncReport> seen = new ArrayList<>();

    @BeforeEach
    void forget() {
        seen.clear();
    }

    private Optional<String> atMostTwoPatients(SyncReport planned) {
        seen.add(planned);
        return planned.patients().inserted() > 2 ? Optional.of("More than two new patients.") : Optional.empty();
    }

    @Test
    void seesWhatWouldHappenAndMayRefuseIt() {
        store = guarded(Guard.defaults().check(this::atMostTwoPatients));
        store.sync(snapshot(patients(1, 2), payments(1, 2, "1", "5")));

        SnapshotRefusedException refused = refusal(patientsOnly(patients(1, 5)));

        assertThat(reasons(refused)).containsExactly(Reason.HOST);
        assertThat(refused).hasMessageContaining("HOST: More than two new patients.");
        assertThat(store.syncRuns(1).get(0).refusedFor()).containsExactly(Reason.HOST);
        assertThat(store.patient("5")).isEmpty();
        assertThat(seen).hasSize(2);
        SyncReport planned = seen.get(0);
        assertThat(planned.status()).isEqualTo(SyncRun.Status.APPLIED);
        assertThat(planned.number()).as("none yet").isZero();
        assertThat(planned.patients()).hasToString("2 read: 2 inserted");
        assertThat(planned.payments()).hasToString("2 read: 2 inserted");
    }

    @Test
    void isCalledByPreviewsAndCanBeLifted() {
        store = guarded(Guard.defaults().check(this::atMostTwoPatients));

        assertThat(store.preview(patientsOnly(patients(1, 5)), 0).refusals())
                .extracting(refusal -> refusal.reason())
                .containsExactly(Reason.HOST);
        assertThat(store.sync(patientsOnly(patients(1, 5)), lifting(Reason.HOST))
                        .patients()
                        .inserted())
                .isEqualTo(5);
        assertThat(seen).as("lifted: not called").hasSize(1);
        store = guarded(Guard.defaults().check(this::atMostTwoPatients).lift(Reason.HOST));
        assertThat(store.sync(patientsOnly(patients(1, 9)), SyncOptions.defaults())
                        .patients()
                        .inserted())
                .isEqualTo(4);
    }

    @Test
    void isCalledAgainWhenTheTransactionIsRepeated() {
        AtomicInteger failures = new AtomicInteger(1);
        store = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains("into " + schema + ".sync_runs") && failures.getAndDecrement() > 0) {
                        throw new SQLException("injected", "40001");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .guard(Guard.defaults().check(this::atMostTwoPatients))
                .build();

        assertThat(store.sync(patientsOnly(patients(1, 2))).patients().inserted())
                .isEqualTo(2);

        assertThat(seen)
                .hasSize(2)
                .allSatisfy(planned -> assertThat(planned.patients()).hasToString("2 read: 2 inserted"));
    }

    /** Also one that looks like the store's own failures. */
    @Test
    void whatItThrowsComesThroughUnchangedAfterTheRollback() {
        store.sync(patientsOnly(patients(1, 2)));
        Map<String, List<String>> before = everything();
        for (RuntimeException failure : List.of(new IllegalStateException("host"), new DataAccessException("host"))) {
            store = guarded(Guard.defaults().check(planned -> {
                throw failure;
            }));

            assertThatThrownBy(() -> store.sync(patientsOnly(patients(1, 3)))).isSameAs(failure);
            assertThat(everything()).isEqualTo(before);
        }
    }
}
