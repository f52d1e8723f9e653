package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The events of one patient and of the patient's payments. */
class PatientChangesContract extends ContractTest {

    private static final PageRequest<Void> ALL = PageRequest.first();

    @Test
    void theEventsOfAPatientAreThoseOfThePaymentsToo() {
        sync(List.of(patient("A"), patient("B")), List.of(payment("p", "A", "5"), payment("q", "A", "1")));
        syncPayments(payment("p", "A", "6"), payment("q", "A", "1"));
        syncPatients(patient("A", "Other", "Name"), patient("B"));
        syncPatients(patient("B"));
        syncPatients(patient("A", "Other", "Name"), patient("B"));
        syncPayments(payment("p", "A", "6"), payment("r", "B", "9"));

        assertThat(described("A"))
                .containsExactly(
                        "1 CREATED A",
                        "1 CREATED p - -> 5 of A",
                        "1 CREATED q - -> 1 of A",
                        "2 UPDATED p 5 of A -> 6 of A",
                        "3 UPDATED A",
                        "4 DELETED p 6 of A -> -",
                        "4 DELETED q 1 of A -> -",
                        "4 DELETED A",
                        "5 RESTORED A",
                        "5 RESTORED p 6 of A -> 6 of A",
                        "5 RESTORED q 1 of A -> 1 of A",
                        "6 DELETED q 1 of A -> -");
        assertThat(described("B")).containsExactly("1 CREATED B", "6 CREATED r - -> 9 of B");
        assertThat(store.history().changesOfPatient("A", ALL).baseRun()).isEqualTo(6);
    }

    @Test
    void aMoveIsAnEventOfBothPatientsAndWhatFollowsOfTheNewOneAlone() {
        sync(List.of(patient("A"), patient("B")), List.of(payment("p", "A", "5")));
        syncPayments(payment("p", "B", "5"));
        syncPayments(payment("p", "B", "6"));
        syncPayments();
        syncPayments(payment("p", "A", "7"));

        assertThat(described("A"))
                .containsExactly(
                        "1 CREATED A",
                        "1 CREATED p - -> 5 of A",
                        "2 UPDATED p 5 of A -> 5 of B",
                        "5 RESTORED p 6 of B -> 7 of A");
        assertThat(described("B"))
                .containsExactly(
                        "1 CREATED B",
                        "2 UPDATED p 5 of A -> 5 of B",
                        "3 UPDATED p 5 of B -> 6 of B",
                        "4 DELETED p 6 of B -> -",
                        "5 RESTORED p 6 of B -> 7 of A");
    }

    @Test
    void theyArePagedInBothDirections() {
        sync(List.of(patient("A"), patient("B")), List.of(payment("p", "A", "1"), payment("q", "A", "2")));
        syncPayments(payment("p", "A", "3"), payment("q", "B", "2"));
        List<String> all = described("A");
        List<String> reversed = new ArrayList<>(all);
        Collections.reverse(reversed);

        for (int limit = 1; limit <= all.size() + 1; limit++) {
            assertThat(seek(ALL.limit(limit))).isEqualTo(all);
            assertThat(seek(ALL.limit(limit).descending())).isEqualTo(reversed);
        }
        Page<Change> second =
                store.history().changesOfPatient("A", ALL.limit(2).page(2).counted());
        assertThat(described(second)).isEqualTo(all.subList(2, 4));
        assertThat(second.total()).hasValue(5);

        String cursor =
                store.history().changesOfPatient("A", ALL.limit(2)).next().orElseThrow();
        assertThatThrownBy(() -> store.history().changesOfPatient("B", ALL.after(cursor)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.history().patientVersions("A", ALL.after(cursor)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theyEndWithARunOnRequest() {
        sync(List.of(patient("A")), List.of(payment("p", "A", "1")));
        syncPayments(payment("p", "A", "2"));
        syncPayments(payment("p", "A", "3"));

        assertThat(described(store.history().changesOfPatient("A", 2, ALL)))
                .containsExactly("1 CREATED A", "1 CREATED p - -> 1 of A", "2 UPDATED p 1 of A -> 2 of A");
        assertThat(store.history().changesOfPatient("A", 0, ALL).items()).isEmpty();
        assertThatThrownBy(() -> store.history().changesOfPatient("A", -1, ALL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownPatientHasNone() {
        sync(List.of(patient("A")), List.of(payment("p", "A", "1")));

        for (String id : List.of("", "p", "a", "A ", "\u0000", "A\u0000", "\uD800")) {
            assertThat(store.history().changesOfPatient(id, ALL).items()).as(id).isEmpty();
        }
    }

    /** Of the two payments of A, in a store that erases. */
    private void moveAPaymentToB() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        sync(List.of(patient("A"), patient("B")), List.of(payment("p", "A", "1"), payment("q", "A", "2")));
        syncPayments(payment("p", "B", "3"), payment("q", "A", "2"));
    }

    /** Those of the first are gone; the payment that moved away begins with its creation. */
    @Test
    void anErasedPatientHasNone() {
        moveAPaymentToB();
        store.erase("A");

        assertThat(described("A")).isEmpty();
        assertThat(described("B")).containsExactly("1 CREATED B", "2 CREATED p - -> 3 of B");
    }

    @Test
    void whileAPaymentWasAnErasedPatientsItCountsAsDeleted() {
        moveAPaymentToB();
        syncPayments(payment("p", "A", "4"), payment("q", "A", "2"));
        store.erase("B");

        assertThat(described("A"))
                .containsExactly(
                        "1 CREATED A",
                        "1 CREATED p - -> 1 of A",
                        "1 CREATED q - -> 2 of A",
                        "2 DELETED p 1 of A -> -",
                        "3 RESTORED p - -> 4 of A");
    }

    /** It was deleted when it came back as the erased patient's. */
    @Test
    void aReturnToAnErasedPatientIsNoEvent() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        sync(List.of(patient("A"), patient("B")), List.of(payment("p", "A", "1")));
        syncPayments();
        syncPayments(payment("p", "B", "2"));
        syncPayments(payment("p", "A", "3"));
        store.erase("B");

        assertThat(described("A"))
                .containsExactly(
                        "1 CREATED A",
                        "1 CREATED p - -> 1 of A",
                        "2 DELETED p 1 of A -> -",
                        "4 RESTORED p - -> 3 of A");
    }

    /** The events of a page are found first, and their content is read after that. */
    @Test
    void anErasureDuringTheQueryIsSeenAsAWhole() {
        moveAPaymentToB();
        syncPayments(payment("p", "A", "4"), payment("q", "A", "2"));

        assertThat(describedWhile("A", () -> store.erase("B")))
                .containsExactly(
                        "1 CREATED A",
                        "1 CREATED p - -> 1 of A",
                        "1 CREATED q - -> 2 of A",
                        "2 DELETED p 1 of A -> -",
                        "3 RESTORED p - -> 4 of A");
        syncPatients(patient("A"), patient("C"));
        syncPayments(payment("p", "C", "5"));
        assertThat(describedWhile("A", () -> store.erase("A"))).isEmpty();
        assertThat(described("C")).containsExactly("5 CREATED C", "6 CREATED p - -> 5 of C");
    }

    @Test
    void aPurgeDuringTheQueryIsSeenAsAWhole() {
        sync(List.of(patient("A")), List.of(payment("p", "A", "1")));
        syncPayments(payment("p", "A", "2"));
        syncPayments(payment("p", "A", "3"));

        assertThat(describedWhile(
                        "A", () -> store.purge(store.syncRun(2).orElseThrow().time())))
                .containsExactly("3 UPDATED p 2 of A -> 3 of A");
    }

    /** Runs something when the events of the page are known. */
    private List<String> describedWhile(String patient, Runnable run) {
        AtomicBoolean due = new AtomicBoolean(true);
        PatientPaymentStore other = PatientPaymentStore.builder(Intercepted.dataSource(otherPool(), call -> {
                    if (call.sql().contains("has_past") && due.getAndSet(false)) {
                        run.run();
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
        List<String> described = described(other.history().changesOfPatient(patient, ALL));
        assertThat(due).isFalse();
        return described;
    }

    @Test
    void afterAPurgeTheyBeginAfterTheHorizon() {
        sync(List.of(patient("A")), List.of(payment("p", "A", "1")));
        syncPayments(payment("p", "A", "2"));
        syncPayments(payment("p", "A", "3"));
        store.purge(store.syncRun(2).orElseThrow().time());

        assertThat(described("A")).containsExactly("3 UPDATED p 2 of A -> 3 of A");
        Page<Change> page = store.history().changesOfPatient("A", ALL.limit(1).counted());
        assertThat(described(page)).isEqualTo(described("A"));
        assertThat(page.total()).hasValue(1);
    }

    private List<String> described(String patient) {
        return described(store.history().changesOfPatient(patient, ALL));
    }

    private List<String> seek(PageRequest<Void> request) {
        List<String> found = new ArrayList<>();
        Optional<PageRequest<Void>> next = Optional.of(request);
        while (next.isPresent()) {
            Page<Change> page = store.history().changesOfPatient("A", next.get());
            found.addAll(described(page));
            next = page.next().map(request::after);
        }
        return found;
    }

    private static List<String> described(Page<Change> page) {
        return page.items().stream().map(PatientChangesContract::described).toList();
    }

    private static String described(Change change) {
        String event = change.runNumber() + " " + change.kind() + " "
                + change.externalId().orElseThrow();
        return change instanceof PaymentChange payment
                ? event + " " + described(payment.before()) + " -> " + described(payment.after())
                : event;
    }

    private static String described(Optional<PaymentData> payment) {
        return payment.map(
                        data -> data.amount().orElseThrow().stripTrailingZeros().toPlainString() + " of "
                                + data.patientExternalId().orElseThrow())
                .orElse("-");
    }
}
