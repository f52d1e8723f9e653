package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.fixture.Changed;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.model.FeedCopy;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Source;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The feed after an erasure: who reads it from the beginning, or goes on after any run, ends with the mirror. Payment
 * {@code y} moves between patients {@code A}, {@code B} and {@code C}.
 */
class FeedErasureContract extends ContractTest {

    @BeforeEach
    void threePatients() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        syncPatients(patient("A"), patient("B"), patient("C"));
    }

    @Test
    void aPaymentThatMovedAwayBeginsWithItsCreation() {
        pay("A", "1");
        pay("B", "2");

        List<FeedCopy> copies = copiesOfEachRun(() -> store.erase("A"));

        assertThat(events()).containsExactly("3 CREATED - -> 2.00 of B", "4 UPDATED - -> 2.00 of B");
        assertFollowed(copies);
    }

    /** Who kept what the payment was before is told to forget it. */
    @Test
    void theErasuresRunRewritesCopies() {
        pay("A", "1");
        pay("B", "2");
        store.erase("A");

        List<Change> changes =
                store.history().changes(store.history().cursorAfter(3), 10).changes();

        PaymentChange rewritten = (PaymentChange) changes.get(0);
        assertThat(rewritten.kind()).isEqualTo(Change.Kind.UPDATED);
        assertThat(rewritten.externalId()).contains("y");
        assertThat(rewritten.before()).isEmpty();
        assertThat(rewritten.after()).contains(payment("y", "B", "2.00"));
        assertThat(Changed.fieldsOf(rewritten))
                .containsExactly(new Changed("patientId", null, "B"), new Changed("amount", null, "2.00"));
        assertThat(changes.get(1).kind()).isEqualTo(Change.Kind.ERASED);
        assertThat(changes.get(1).recordType()).isEqualTo(RecordType.PATIENT);
        assertThat(changes).hasSize(2);
    }

    @Test
    void aPaymentIsGoneWhileItWasAnErasedPatients() {
        pay("B", "1");
        pay("A", "2");
        pay("A", "3");
        pay("B", "4");

        List<FeedCopy> copies = copiesOfEachRun(() -> store.erase("A"));

        assertThat(events())
                .containsExactly(
                        "2 CREATED - -> 1.00 of B",
                        "3 DELETED 1.00 of B -> -",
                        "5 RESTORED - -> 4.00 of B",
                        "6 UPDATED - -> 4.00 of B");
        assertFollowed(copies);
    }

    /** The copy of a reader with a foreign key must not have the payment any more when B goes. */
    @Test
    void itIsGoneBeforeItsFormerPatientIs() {
        pay("B", "1");
        pay("A", "2");
        syncPatients(patient("A"), patient("C"));
        pay("C", "3");

        List<FeedCopy> copies = copiesOfEachRun(() -> store.erase("A"));

        assertThat(events())
                .containsExactly(
                        "2 CREATED - -> 1.00 of B",
                        "3 DELETED 1.00 of B -> -",
                        "5 RESTORED - -> 3.00 of C",
                        "6 UPDATED - -> 3.00 of C");
        assertFollowed(copies);
    }

    @Test
    void aPaymentThatWasDeletedWithTheErasedPatientIsNotRestored() {
        pay("A", "1");
        syncPatients(patient("B"), patient("C"));
        pay("B", "2");

        List<FeedCopy> copies = copiesOfEachRun(() -> store.erase("A"));

        assertThat(events()).containsExactly("4 CREATED - -> 2.00 of B", "5 UPDATED - -> 2.00 of B");
        assertFollowed(copies);
    }

    @Test
    void aDeletedPaymentIsForgottenToo() {
        pay("A", "1");
        pay("B", "2");
        syncPayments();

        List<FeedCopy> copies = copiesOfEachRun(() -> store.erase("A"));

        assertThat(events())
                .containsExactly("3 CREATED - -> 2.00 of B", "4 DELETED 2.00 of B -> -", "5 DELETED - -> -");
        assertThat(store.history()
                        .changes(store.history().cursorAfter(4), 10)
                        .changes()
                        .get(0)
                        .externalId())
                .contains("y");
        assertFollowed(copies);
    }

    /** The event of an erasure's run says what was valid then, whatever came later. */
    @Test
    void laterChangesStayLater() {
        pay("A", "1");
        pay("B", "2");
        store.erase("A");
        pay("C", "3");

        List<FeedCopy> copies = copiesOfEachRun(() -> {});

        assertThat(events())
                .containsExactly(
                        "3 CREATED - -> 2.00 of B", "4 UPDATED - -> 2.00 of B", "5 UPDATED 2.00 of B -> 3.00 of C");
        assertFollowed(copies);
    }

    @Test
    void aSecondErasureTakesTheRestOfItsPast() {
        pay("A", "1");
        pay("B", "2");
        pay("C", "3");

        List<FeedCopy> copies = copiesOfEachRun(() -> {
            store.erase("A");
            store.erase("B");
        });

        assertThat(events())
                .containsExactly("4 CREATED - -> 3.00 of C", "5 UPDATED - -> 3.00 of C", "6 UPDATED - -> 3.00 of C");
        assertFollowed(copies);
    }

    /** Between the two erasures it was an erased patient's, and is gone; it is erased with the third patient. */
    @Test
    void anEarlierErasureReportsWhatIsLeftOfIt() {
        pay("A", "1");
        pay("B", "2");
        store.erase("A");
        pay("C", "3");
        List<FeedCopy> copies = copiesOfEachRun(() -> store.erase("B"));
        assertThat(events()).containsExactly("5 CREATED - -> 3.00 of C", "6 UPDATED - -> 3.00 of C");
        assertFollowed(copies);

        copies = copiesOfEachRun(() -> store.erase("C"));

        assertThat(events()).containsExactly("4 ERASED - -> -", "6 ERASED - -> -", "7 ERASED - -> -");
        assertFollowed(copies);
    }

    @Test
    void pagesOfAnySizeHaveTheSameEvents() {
        pay("B", "1");
        pay("A", "2");
        pay("C", "3");
        store.erase("A");
        List<String> all = events();

        for (int limit = 1; limit < 8; limit++) {
            FeedCopy copy = FeedCopy.made(store.history().asOfRun(0), store.history(), 0);
            int pages = 1;
            while (copy.follow(store.history(), limit)) {
                pages++;
            }
            assertThat(pages).isBetween((all.size() + 3) / limit, all.size() + 4);
            assertFollowed(List.of(copy));
        }
    }

    /** Copies that were made after each run, from one that has read nothing to one that has read everything. */
    private List<FeedCopy> copiesOfEachRun(Runnable then) {
        long last = store.syncRuns(1).get(0).number();
        List<FeedCopy> copies = LongStream.rangeClosed(0, last)
                .mapToObj(run -> FeedCopy.made(store.history().asOfRun(run), store.history(), run))
                .toList();
        then.run();
        return copies;
    }

    private void assertFollowed(List<FeedCopy> copies) {
        long last = store.syncRuns(1).get(0).number();
        String mirror = FeedCopy.made(store, store.history(), last).content();
        for (FeedCopy copy : copies) {
            while (copy.follow(store.history(), 2)) {
                // Reads on.
            }
            assertThat(copy.content()).isEqualTo(mirror);
            assertThat(copy.loggedOfErased()).isEmpty();
        }
        for (long run = 0; run <= last; run++) {
            assertThat(FeedCopy.replayed(store.history(), 0, run).content())
                    .as("the feed up to run %d", run)
                    .isEqualTo(FeedCopy.made(store.history().asOfRun(run), store.history(), run)
                            .content());
        }
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    private void pay(String patient, String amount) {
        store.sync(Delta.builder()
                .patients(Source.of(List.<PatientData>of()))
                .payments(Source.of(List.of(payment("y", patient, amount))))
                .build());
    }

    /** The events of the payment. */
    private List<String> events() {
        return store.history().changes(store.history().beginning(), 100).changes().stream()
                .filter(change -> change.recordType() == RecordType.PAYMENT)
                .map(change -> (PaymentChange) change)
                .map(change -> change.runNumber() + " " + change.kind() + " "
                        + change.before().map(FeedErasureContract::text).orElse("-") + " -> "
                        + change.after().map(FeedErasureContract::text).orElse("-"))
                .toList();
    }

    private static String text(PaymentData payment) {
        return payment.amount().orElseThrow() + " of "
                + payment.patientExternalId().orElseThrow();
    }
}
