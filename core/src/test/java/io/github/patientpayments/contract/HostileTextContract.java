package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.HostileTexts;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.History;
import io.github.patientpayments.internal.text.SearchKey;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The Big List of Naughty Strings and others of ours in every field of text and in every query: each is stored exactly,
 * or its record is rejected, and each finds what equals it and nothing else.
 */
class HostileTextContract extends RecordContractTest {

    private static final List<String> OURS = List.of(
            "\u0000",
            "a\u0000b",
            "\uD800",
            "a\uDC00",
            "\uDE42\uD83D",
            "\uD83D\uDE42",
            "\uFFFF",
            "\uE000",
            "\uDBFF\uDFFF",
            "e\u0301",
            "\u00E9",
            "\u202Ereversed\u202C",
            "\u05E2\u05D1\u05E8\u05D9\u05EA",
            "\u0627\u0644\u0639\u0631\u0628\u064A\u0629",
            "\uFEFFx",
            "x".repeat(250),
            "x".repeat(251),
            "\uD83D\uDE42".repeat(250),
            "\uD83D\uDE42".repeat(251),
            "'; DROP TABLE patients; --",
            "' OR '1'='1",
            "\\'; DELETE FROM payments; --",
            "$1 ${x} ? :x {ts '2020-01-01'} /* */ $$",
            "%_\\%",
            "\\N\t\\.\n");

    private static final Set<String> TEXTS = Stream.concat(HostileTexts.naughtyStrings().stream(), OURS.stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private static final List<String> STORED =
            TEXTS.stream().filter(text -> fault(text).isEmpty()).toList();

    /** For what takes long: ours and every tenth of the others; {@code -Dstore.test.everyText=true} for all. */
    private static final List<String> SOME = TEXTS.stream()
            .filter(text ->
                    OURS.contains(text) || text.hashCode() % 10 == 0 || Boolean.getBoolean("store.test.everyText"))
            .toList();

    @BeforeEach
    void erasable() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
    }

    @Test
    void eachIsStoredExactlyOrRejected() {
        assertThat(STORED).hasSizeGreaterThan(400);

        SyncReport report = syncJson(HostileTextContract::escaped);

        List<List<String>> expected = new ArrayList<>();
        for (String text : TEXTS) {
            String fault = fault(text);
            if (!fault.isEmpty()) {
                expected.add(
                        List.of("externalId" + fault, "firstName" + fault, "lastName" + fault, "middleName" + fault));
            }
        }
        expected.removeIf(faults -> faults.get(0).endsWith("BLANK"));
        assertThat(report.rejections().stream()
                        .filter(rejection -> rejection.recordType().plural().equals("patients"))
                        .map(rejection -> rejection.faults().stream()
                                .map(fault -> fault.field() + " " + fault.code())
                                .toList())
                        .filter(faults -> !faults.get(0).endsWith("BLANK")))
                .containsExactlyElementsOf(expected);
        assertThat(report.payments().rejected()).isEqualTo(TEXTS.size() - STORED.size());
        for (String text : STORED) {
            Patient patient = store.patient(text).orElseThrow();
            assertThat(List.of(patient.externalId(), patient.firstName(), patient.lastName()))
                    .containsExactly(text, text.strip(), text.strip());
            assertThat(patient.middleName()).contains(text.strip());
            assertThat(store.payment(text).orElseThrow().patientExternalId()).isEqualTo(text);
        }
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void eachIsTheSameInWhateverFormItArrives() {
        sync(patients(), payments());

        for (SyncReport again : List.of(
                syncJson(HostileTextContract::escaped),
                syncJson(HostileTextContract::plain),
                sync(patients(), payments()))) {
            assertThat(again.patients().unchanged()).isEqualTo(STORED.size());
            assertThat(again.payments().unchanged()).isEqualTo(STORED.size());
        }
    }

    @Test
    void eachFindsWhatEqualsIt() {
        sync(patients(), payments());
        for (String text : TEXTS) {
            List<String> expected = STORED.contains(text) ? List.of(text) : List.of();
            assertThat(store.patient(text).stream().map(Patient::externalId)).isEqualTo(expected);
            assertThat(store.payment(text).stream().map(Payment::externalId)).isEqualTo(expected);
            assertThat(store.payments(PaymentFilter.ofPatient(text), PageRequest.by(PaymentSort.ID))
                            .items())
                    .extracting(Payment::externalId)
                    .isEqualTo(expected);
        }
        assertThat(found(PatientFilter.builder().externalIds(TEXTS).build(), PatientSort.ID))
                .isEqualTo(STORED);
    }

    @Test
    void eachHasItsOwnHistory() {
        sync(patients(), payments());
        History history = store.history();
        for (String text : SOME) {
            int expected = STORED.contains(text) ? 1 : 0;
            assertThat(found(PatientFilter.builder().externalIds(Set.of(text)).build(), PatientSort.ID))
                    .hasSize(expected);
            assertThat(history.patientVersions(text, PageRequest.first()).items())
                    .hasSize(expected);
            assertThat(history.paymentVersions(text, PageRequest.first()).items())
                    .hasSize(expected);
            assertThat(history.changesOfPatient(text, PageRequest.first()).items())
                    .hasSize(2 * expected);
            assertThat(history.asOfRun(1).patient(text).stream().toList()).hasSize(expected);
        }
    }

    /** Compared with the key of the name, in Java. */
    @Test
    void eachIsAPrefixOfWhatBeginsWithIt() {
        sync(patients(), payments());
        for (String text : TEXTS) {
            String prefix = text.strip();
            String key = SearchKey.fold(prefix);
            if (prefix.codePointCount(0, prefix.length()) > 50 || key.isBlank() || key.length() > 100) {
                assertThatThrownBy(() -> found(
                                PatientFilter.builder().nameStartsWith(text).build(), PatientSort.ID))
                        .isInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(found(PatientFilter.builder().nameStartsWith(text).build(), PatientSort.ID))
                        .as(text)
                        .containsExactlyElementsOf(STORED.stream()
                                .filter(name -> SearchKey.of(name.strip()).startsWith(key))
                                .toList());
            }
        }
    }

    /** By code point, as both databases can, and never by the language of the server. */
    @Test
    void namesHaveOneOrder() {
        sync(patients(), payments());

        List<String> keys = found(PatientFilter.all(), PatientSort.NAME).stream()
                .map(name -> SearchKey.of(name.strip()))
                .toList();

        assertThat(keys)
                .isSortedAccordingTo(
                        Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    }

    @Test
    void noneIsACursor() {
        sync(patients(), payments());
        for (String text : TEXTS) {
            PageRequest<PatientSort> byName = PageRequest.by(PatientSort.NAME);
            assertThatThrownBy(() -> store.patients(PatientFilter.all(), byName.after(text)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.history().changes(text, 10)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theFeedHasThemExactly() {
        String cursor = store.history().beginning();
        sync(patients(), payments());

        List<String> ids = new ArrayList<>();
        ChangePage page = store.history().changes(cursor, 1_000);
        while (!page.changes().isEmpty()) {
            page.changes().forEach(change -> ids.add(change.externalId().orElseThrow()));
            page = store.history().changes(page.next(), 1_000);
        }

        assertThat(ids)
                .containsExactlyElementsOf(
                        Stream.concat(STORED.stream(), STORED.stream()).toList());
    }

    @Test
    void eachCanBeErased() {
        sync(patients(), payments());
        for (String text : SOME) {
            if (STORED.contains(text)) {
                assertThat(store.erase(text).patients()).isEqualTo(1);
            } else {
                assertThatThrownBy(() -> store.erase(text)).isInstanceOf(IllegalArgumentException.class);
            }
        }

        SyncReport again = sync(patients(), payments());

        List<String> erased = SOME.stream().filter(STORED::contains).toList();
        assertThat(again.patients().suppressed()).isEqualTo(erased.size());
        assertThat(again.payments().suppressed()).isEqualTo(erased.size());
        assertThat(again.patients().unchanged()).isEqualTo(STORED.size() - erased.size());
    }

    private List<String> found(PatientFilter filter, PatientSort sort) {
        return PageRequest.by(sort).limit(100).stream(request -> store.patients(filter, request))
                .map(Patient::externalId)
                .toList();
    }

    /** What a text as an id or a name is rejected for; empty if it is valid. */
    private static String fault(String text) {
        String name = text.strip();
        boolean stored = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text)
                && text.indexOf(0) < 0;
        if (name.isEmpty()) {
            return " BLANK";
        }
        return !stored ? " FORBIDDEN_CHARACTER" : text.codePointCount(0, text.length()) > 250 ? " TOO_LONG" : "";
    }

    private static List<PatientData> patients() {
        return TEXTS.stream()
                .map(text -> PatientData.builder()
                        .externalId(text)
                        .firstName(text)
                        .lastName(text)
                        .middleName(text)
                        .build())
                .toList();
    }

    private static List<PaymentData> payments() {
        return TEXTS.stream()
                .map(text -> PaymentData.of(text, text, BigDecimal.ONE))
                .toList();
    }

    private SyncReport syncJson(java.util.function.UnaryOperator<String> json) {
        return store.sync(Snapshot.builder()
                .patients(json(array(TEXTS.stream()
                        .map(json)
                        .map(text -> "{\"externalId\":" + text + ",\"firstName\":" + text + ",\"lastName\":" + text
                                + ",\"middleName\":" + text + "}")
                        .toArray(String[]::new))))
                .payments(json(array(TEXTS.stream()
                        .map(json)
                        .map(text -> "{\"externalId\":" + text + ",\"patientId\":" + text + ",\"amount\":1}")
                        .toArray(String[]::new))))
                .build());
    }

    /** As ASCII. */
    private static String escaped(String text) {
        return text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining("", "\"", "\""));
    }

    /** As it is, as far as JSON and UTF-8 allow. */
    private static String plain(String text) {
        boolean printable =
                text.chars().allMatch(c -> c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate((char) c));
        return printable ? '"' + text + '"' : escaped(text);
    }
}
