package io.github.patientpayments.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.SyncRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What must hold of a store after a crash: it is what the last logged run made it, and it goes on. */
record Survivor(PatientPaymentStore store, Nights nights) {

    /** Checks the store, applies the next night, and checks it again. Returns the number of the last run before. */
    long check(String when) {
        long run = lastRun();
        checkAsOf(run, when);
        store.sync(nights.input(run + 1));
        checkAsOf(run + 1, when + ", after the next night");
        return run;
    }

    long lastRun() {
        return store.syncRuns(1).stream().mapToLong(SyncRun::number).sum();
    }

    private void checkAsOf(long run, String when) {
        assertThat(payments()).as(when).isEqualTo(nights.expected(run).toList());
        assertThat(store.totals(PatientFilter.all()).patients()).as(when).isEqualTo(nights.expectedPatients(run));
        assertThat(store.verifyIntegrity().counts()).as(when).isEmpty();
    }

    private List<String> payments() {
        List<String> texts = new ArrayList<>();
        PageRequest<PaymentSort> request = PageRequest.by(PaymentSort.ID).limit(PageRequest.MAX_LIMIT);
        request.stream(page -> store.payments(PaymentFilter.all(), page)).forEach(payment -> texts.add(text(payment)));
        Collections.sort(texts);
        return texts;
    }

    private static String text(Payment payment) {
        return Nights.text(payment.externalId(), payment.patientExternalId(), payment.amount());
    }
}
