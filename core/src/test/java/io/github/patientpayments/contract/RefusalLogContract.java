package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log of a refused run is complete: as many rejections as of any other run, whichever writer comes next. */
@Timeout(60)
class RefusalLogContract extends GuardedContractTest {

    private static final PageRequest<Void> ALL = PageRequest.first().limit(1_000);

    /** Of 150 payments, more than a report lists, one names patient 1. */
    private static final List<PaymentData> REJECTED = Stream.concat(
                    Stream.of(invalidPayment("1", "1")),
                    IntStream.rangeClosed(2, 150).mapToObj(i -> payment("" + i, "nobody", "1")))
            .toList();

    @BeforeEach
    void fill() {
        store.sync(snapshot(patients(1, 3), payments(1, 3, "1", "5")));
    }

    @Test
    void allRejectionsOfARefusedRunAreStored() {
        SnapshotRefusedException refused = refusal(paymentsOnly(REJECTED));

        assertThat(refused.report().payments().rejected()).isEqualTo(150);
        assertThat(refused.report().rejections()).hasSize(SyncReport.MAX_REJECTIONS);
        List<Rejection> stored =
                store.rejections(refused.report().number(), ALL).items();
        assertThat(stored).hasSize(150).startsWith(refused.report().rejections().toArray(Rejection[]::new));
        assertThat(stored.get(149).externalId()).contains("150");
        assertThat(stored.get(149).patientExternalId()).contains("nobody");
    }

    @Test
    void theOptionLimitsThemForARefusedRunToo() {
        List<PatientData> patients = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> invalidPatient("" + i))
                .toList();
        for (int limit : List.of(0, 3, 4, 6, 120)) {
            store = store(builder -> builder.maxStoredRejections(limit).guard(Guard.defaults()));

            SyncReport refused = refusal(snapshot(patients, REJECTED)).report();

            assertThat(refused.patients().rejected() + refused.payments().rejected())
                    .isEqualTo(154);
            assertThat(store.rejections(refused.number(), ALL).items())
                    .hasSize(limit)
                    .startsWith(refused.rejections().toArray(Rejection[]::new));
        }
    }

    @Test
    void idsAreLoggedExactly() {
        String id = "\\', null); -- \t\n\r\"ß😀";

        SyncReport refused =
                refusal(paymentsOnly(List.of(invalidPayment(id, id)))).report();

        assertThat(store.rejections(refused.number(), ALL).items())
                .singleElement()
                .satisfies(rejection -> {
                    assertThat(rejection.externalId()).contains(id);
                    assertThat(rejection.patientExternalId()).contains(id);
                });
    }

    @Test
    void aWriterThatWaitedComesAfterTheLog() throws Exception {
        SyncReport refused = refusedWhileAnotherWaits(other -> other.sync(patientsOnly(patients(1, 4))))
                .report();

        assertThat(refused.number()).isEqualTo(2);
        assertThat(store.syncRuns(9)).extracting(SyncRun::number).containsExactly(3L, 2L, 1L);
        assertThat(store.syncRuns(9))
                .extracting(SyncRun::status)
                .containsExactly(Status.APPLIED, Status.REFUSED, Status.APPLIED);
        assertThat(store.syncRun(refused.attempt()).orElseThrow().number()).isEqualTo(2);
        assertThat(store.rejections(2, ALL).items()).hasSize(150);
        assertThat(store.patient("4").orElseThrow().id()).as("no id was used").isEqualTo(4);
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    @Test
    void anErasureThatWaitedFindsTheRejectionsOfItsPatient() throws Exception {
        refusedWhileAnotherWaits(other -> other.erase("1"));

        assertThat(store.syncRuns(9)).extracting(SyncRun::kind).startsWith(SyncRun.Kind.ERASURE);
        assertThat(store.rejections(2, ALL).items())
                .hasSize(147)
                .noneSatisfy(
                        rejection -> assertThat(rejection.patientExternalId()).contains("1"));
    }

    /** If the refusal gives up the lock before it is logged, it waits until the other writer has finished. */
    private SnapshotRefusedException refusedWhileAnotherWaits(Consumer<PatientPaymentStore> work) throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch requested = new CountDownLatch(1);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            await(locked);
            work.accept(PatientPaymentStore.builder(Intercepted.dataSource(otherPool(), call -> {
                        if (call.sql().endsWith("for update")) {
                            requested.countDown();
                        }
                        return call.proceed();
                    }))
                    .schema(schema)
                    .erasureKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8))
                    .build());
        });
        store = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    Object done = call.proceed();
                    // Queries roll back too, before the lock is taken.
                    if (call.is(Connection.class, "rollback")
                            && call.arguments().isEmpty()
                            && locked.getCount() == 0) {
                        other.get(20, TimeUnit.SECONDS);
                    }
                    return done;
                }))
                .schema(schema)
                .build();
        SnapshotRefusedException refused = refusal(Snapshot.builder()
                .payments(Source.once(REJECTED.stream().peek(first -> {
                    locked.countDown();
                    await(requested);
                })))
                .build());
        other.get(20, TimeUnit.SECONDS);
        return refused;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
