package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cursor of a page by name has no name in it, since cursors get into logs: only the store's id of the patient. */
class NameCursorContract extends ContractTest {

    private static final PatientFilter ALL = PatientFilter.all();
    private static final PageRequest<PatientSort> BY_NAME =
            PageRequest.by(PatientSort.NAME).limit(2);

    /** After {@code 1} Abel and {@code 2} Berg. */
    private String cursor = "";

    @BeforeEach
    void aCursor() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        syncPatients(
                patient("4", "D", "Dorn"),
                patient("3", "C", "Cole"),
                patient("2", "B", "Berg"),
                patient("1", "A", "Abel"));
        Page<Patient> first = store.patients(ALL, BY_NAME);
        assertThat(first.items()).extracting(Patient::externalId).containsExactly("1", "2");
        cursor = first.next().orElseThrow();
    }

    @Test
    void aCursorHasNoNameInIt() {
        String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);

        assertThat(plain.toLowerCase(Locale.ROOT)).doesNotContain("berg", "abel");
        assertThat(plain.split("\u0000", -1)[3]).isEqualTo("3");
        assertThat(next(store)).containsExactly("3", "4");
    }

    @Test
    void aForgedKeyIsRejected() {
        for (Map<Integer, String> forged :
                List.of(Map.of(3, "x"), Map.of(3, "0"), Map.of(3, "-3"), Map.of(3, "03"), Map.of(4, "3"))) {
            assertThatThrownBy(() -> store.patients(ALL, BY_NAME.after(forgedCursor(cursor, forged))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor");
        }
    }

    /** As if the first page had come from the primary and the next one from a lagging replica. */
    @Test
    void aReplicaThatDoesNotHaveTheRunYetIsAskedAgain() {
        String later = forgedCursor(cursor, Map.of(1, "9"));

        assertThatThrownBy(() -> store.patients(ALL, BY_NAME.after(later)))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("does not have run 9 yet");
    }

    @Test
    void aPageContinuesWhereThePatientWas() {
        delta(patient("2", "B", "Zorn"));
        assertThat(next(store)).containsExactly("3", "4");
        assertThat(store.patients(ALL, BY_NAME.after(cursor)).hasMoved()).isTrue();
        delta(patient("2", "B", "Aaron"));
        assertThat(next(store)).containsExactly("3", "4");
        delta(PatientData.deletion("2"));
        assertThat(next(store)).containsExactly("3", "4");
        delta(patient("2", "B", "Zorn"));
        assertThat(next(store)).containsExactly("3", "4");
        assertThat(store.patients(ALL, BY_NAME.limit(3).after(cursor)).items())
                .extracting(Patient::externalId)
                .containsExactly("3", "4", "2");
    }

    @Test
    void pagesOfThePastContinueToo() {
        Mirror past = store.history().asOfRun(1);
        String ofPast = past.patients(ALL, BY_NAME).next().orElseThrow();
        delta(patient("2", "B", "Zorn"));

        assertThat(past.patients(ALL, BY_NAME.after(ofPast)).items())
                .extracting(Patient::externalId)
                .containsExactly("3", "4");
    }

    @Test
    void aPageContinuesAfterAnotherPatientWasErased() {
        store.erase("1");
        store.erase("3");

        assertThat(next(store)).containsExactly("4");
    }

    @Test
    void aPageAfterAnErasedPatientHasToBeginAgain() {
        store.erase("2");

        assertThatThrownBy(() -> next(store))
                .isInstanceOf(HistoryPurgedException.class)
                .hasMessageContaining("first page");
    }

    @Test
    void aPageWhosePatientWasPurgedHasToBeginAgain() {
        delta(patient("2", "B", "Zorn"));
        store.purge(store.syncRuns(1).get(0).time());

        assertThatThrownBy(() -> next(store))
                .isInstanceOf(HistoryPurgedException.class)
                .hasMessageContaining("first page");
    }

    @Test
    void aForgedCursorIsRejected() {
        for (String key : List.of("", "x", "03", "-1", "1e1", "9".repeat(30))) {
            assertThatThrownBy(() -> store.patients(ALL, BY_NAME.after(forgedCursor(cursor, Map.of(3, key)))))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> store.patients(ALL, BY_NAME.after(forgedCursor(cursor, Map.of(1, "-1")))))
                .isInstanceOf(HistoryPurgedException.class);
        String ofId = store.patients(ALL, PageRequest.by(PatientSort.ID).limit(2))
                .next()
                .orElseThrow();
        assertThatThrownBy(() -> store.patients(ALL, BY_NAME.after(ofId)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another query");
        assertThatThrownBy(
                        () -> store.patients(ALL, PageRequest.by(PatientSort.ID).after(cursor)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another query");
    }

    private List<String> next(Mirror mirror) {
        return mirror.patients(ALL, BY_NAME.after(cursor)).items().stream()
                .map(Patient::externalId)
                .toList();
    }

    private void delta(PatientData patient) {
        store.sync(Delta.builder().patients(Source.of(List.of(patient))).build());
    }
}
