package io.github.patientpayments.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.model.FeedCopy;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Readers during syncs. Each sync gives all payments another amount, the same for all, so that a mixture of two states
 * is seen in any result. {@code -Dreliability.reads=1000000} reads more often than the build.
 */
@Tag("exhaustive")
class TornReadsContract extends ContractTest {

    private static final int READS = Integer.getInteger("reliability.reads", 1_000);
    private static final int PATIENTS = 30;
    private static final int PAYMENTS = 120;

    private final Random random = new Random(1);
    private volatile boolean done;

    @Test
    void eachAnswerIsThatOfOneState() throws Exception {
        syncWithAmount(1);
        PatientPaymentStore reader = PatientPaymentStore.builder(otherPool())
                .schema(schema)
                .clock(Clock.systemUTC())
                .build();
        FeedCopy copy = FeedCopy.made(reader, reader.history(), 1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            done = false;
            Future<Integer> syncs = thread.submit(this::syncUntilDone);
            for (int i = 0; i < READS && !syncs.isDone(); i++) {
                switch (random.nextInt(5)) {
                    case 0 -> readTotals(reader);
                    case 1 -> readPatients(reader);
                    case 2 -> readPayments(reader);
                    case 3 -> readPageChain(reader);
                    default -> copy.follow(reader.history(), 1 + random.nextInt(200));
                }
            }
            done = true;
            assertThat(syncs.get()).isPositive();
        } finally {
            done = true;
            thread.shutdown();
        }
        boolean more = true;
        while (more) {
            more = copy.follow(reader.history(), 1000);
        }
        assertThat(copy.content())
                .isEqualTo(FeedCopy.made(
                                store, store.history(), store.syncRuns(1).get(0).number())
                        .content());
    }

    private int syncUntilDone() {
        int syncs = 1;
        while (!done) {
            syncs++;
            syncWithAmount(syncs);
        }
        return syncs - 1;
    }

    private void syncWithAmount(int amount) {
        List<PatientData> patients = new ArrayList<>();
        for (int i = 0; i < PATIENTS; i++) {
            patients.add(patient("P" + i));
        }
        List<PaymentData> payments = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            payments.add(payment("Y" + i, "P" + i % PATIENTS, Integer.toString(amount)));
        }
        sync(patients, payments);
    }

    private static void readTotals(PatientPaymentStore reader) {
        PaymentTotals totals = reader.totals(PatientFilter.all());
        BigDecimal amount = totals.min().orElseThrow();
        assertThat(totals.max()).hasValue(amount);
        assertThat(totals.payments()).isEqualTo(PAYMENTS);
        assertThat(totals.sum()).isEqualByComparingTo(amount.multiply(BigDecimal.valueOf(PAYMENTS)));
    }

    private static void readPatients(PatientPaymentStore reader) {
        Page<Patient> page = reader.patients(
                PatientFilter.all(),
                PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(PATIENTS).counted());
        assertThat(page.items()).hasSize(PATIENTS);
        assertThat(page.total()).hasValue(PATIENTS);
        assertThat(page.items().stream().map(Patient::paymentTotal).collect(Collectors.toSet()))
                .hasSize(1);
    }

    private static void readPayments(PatientPaymentStore reader) {
        Page<Payment> page = reader.payments(
                PaymentFilter.all(), PageRequest.by(PaymentSort.AMOUNT).limit(PAYMENTS));
        assertThat(page.items()).hasSize(PAYMENTS);
        assertThat(amounts(page)).hasSize(1);
    }

    /** A chain of pages sees another state only if it says so. */
    private static void readPageChain(PatientPaymentStore reader) {
        PageRequest<PaymentSort> request = PageRequest.by(PaymentSort.ID).limit(PAYMENTS / 4);
        Page<Payment> first = reader.payments(PaymentFilter.all(), request);
        Page<Payment> second =
                reader.payments(PaymentFilter.all(), request.after(first.next().orElseThrow()));
        assertThat(amounts(second)).hasSize(1);
        assertThat(amounts(second).equals(amounts(first))).isEqualTo(!second.hasMoved());
    }

    private static Set<BigDecimal> amounts(Page<Payment> page) {
        return page.items().stream().map(Payment::amount).collect(Collectors.toSet());
    }
}
