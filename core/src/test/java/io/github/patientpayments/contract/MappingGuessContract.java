package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a mapping could be wrong in silence: what it does not say is never guessed. */
class MappingGuessContract extends ContractTest {

    private static final String FIELDS = "\"externalId\": \"id\", \"patientId\": \"patient\", \"amount\": \"amount\"";
    private static final String COLUMNS = "\"csv\": {\"columns\": [\"id\", \"patient\", \"amount\"]}, ";

    @BeforeEach
    void twoPatientsAndTheirPayments() {
        sync(List.of(patient("5"), patient("6")), List.of(payment("501", "5", "1"), payment("502", "6", "2.5")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\": {}",
                "\"status\": [\"active\"]",
                "\"status\": \"active\", \"status\": \"active\"",
                "\"other\": 1"
            })
    void aMarkThatCantBeReadDeletesNothing(String status) {
        for (String condition : List.of("\"notIn\": [\"active\"]", "\"in\": [\"void\"]")) {
            Mapping mapping = mapping("", FIELDS + ", \"deleted\": {\"from\": \"status\", " + condition + "}");
            SyncReport report = store.sync(Delta.builder()
                    .payments(json("[{\"id\": \"501\", \"patient\": \"5\", \"amount\": 1, " + status + "}]")
                            .mapping(mapping))
                    .build());
            assertThat(report.payments().deleted()).isZero();
        }
        assertThat(store.payment("501")).isPresent();
    }

    @Test
    void anEmptyTextMayMarkADeletion() {
        Mapping mapping = mapping("", FIELDS + ", \"deleted\": {\"from\": \"status\", \"in\": [\"\"]}");
        SyncReport report = store.sync(Delta.builder()
                .payments(json("[{\"id\": \"501\"}]").mapping(mapping))
                .build());

        assertThat(report.payments().deleted()).isEqualTo(1);
    }

    @Test
    void aSignIsReversedOnlyByAValue() {
        Mapping mapping = mapping("", amount("\"negateWhen\": {\"from\": \"type\", \"notIn\": [\"PAYMENT\"]}"));
        sync("[{\"id\": \"7\", \"patient\": \"5\", \"amount\": 12}]", mapping);

        assertThat(store.payment("7").orElseThrow().amount()).isEqualByComparingTo("12");
    }

    /** It could be any record, so no record is missing. */
    @Test
    void anIdWithoutItsPrefixWithholdsDeletions() {
        Mapping mapping = mapping("", FIELDS.replace("\"id\"", "{\"from\": \"id\", \"prefix\": \"Payment/\"}"));
        SyncReport report = sync(
                "[{\"id\": \"Payment/501\", \"patient\": \"5\", \"amount\": 1},"
                        + " {\"id\": \"https://example.org/Payment/502\", \"patient\": \"6\", \"amount\": 2.5}]",
                mapping);

        assertThat(report.payments()).hasToString("2 read: 1 unchanged, 1 rejected, 1 withheld");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "decimal": ",", "group": "." | 1.2E5
            "group": ","                 | 1,2e3
            "group": ","                 | 1,E12
            "decimal": ","               | 1e3
            "currency": "$"              | $1e3
            "parentheses": true          | (1e3)
            """)
    void anExponentIsInNoDeclaredForm(String options, String sent) {
        SyncReport report = sync(
                "[{\"id\": \"7\", \"patient\": \"5\", \"amount\": \"" + sent + "\"}]", mapping("", amount(options)));

        assertThat(faults(report)).containsExactly("amount WRONG_FORM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1988-13", "1988-00", "0000", "0000-01", "88"})
    void aDateThatIsNoPartOfOneIsNotMissing(String date) {
        Mapping mapping = mapping("", FIELDS + ", \"paidOn\": {\"from\": \"paid\", \"partialIsMissing\": true}");
        SyncReport report =
                sync("[{\"id\": \"7\", \"patient\": \"5\", \"amount\": 1, \"paid\": \"" + date + "\"}]", mapping);

        assertThat(faults(report)).containsExactly("paidOn INVALID_DATE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"kind": "tax", "kind": "net", "amount": 3}                     | DUPLICATE_FIELD
            {"kind": "net", "kind": "tax", "amount": 3}                     | DUPLICATE_FIELD
            {"kind": null, "amount": 3}                                     | MISSING
            {"kind": "net", "amount": 3}, {"kind": "net", "amount": 3}      | DUPLICATE_FIELD
            """)
    void anElementIsChosenByOneKey(String lines, String code) {
        for (String key : List.of("net", "null")) {
            Mapping mapping = mapping(
                    "", FIELDS.replace("\"amount\": \"amount\"", "\"amount\": \"lines[kind=" + key + "].amount\""));
            SyncReport report = sync("[{\"id\": \"7\", \"patient\": \"5\", \"lines\": [" + lines + "]}]", mapping);
            assertThat(faults(report))
                    .containsExactly("amount " + (key.equals("null") && !lines.contains("tax") ? "MISSING" : code));
        }
    }

    @Test
    void theTotalsOfAHeaderAndATrailerMustNotDiffer() {
        Mapping mapping = mapping(
                COLUMNS + "\"header\": {\"first\": \"H\", \"values\": [\"\", \"count\", \"sum\"]},"
                        + " \"trailer\": {\"first\": \"T\", \"values\": [\"\", \"count\", \"sum\"]}, ",
                FIELDS);
        for (String header : List.of("H,500,1", "H,1,99.00")) {
            assertThatExceptionOfType(InvalidSnapshotException.class)
                    .isThrownBy(() -> syncCsv(header + "\n501,5,1\nT,1,1\n", mapping))
                    .withMessageContaining("its header and its trailer have different control totals");
        }
        assertThat(syncCsv("H,1,1\n501,5,1\nT,1,1.0\n", mapping).payments().deleted())
                .isEqualTo(1);
    }

    /** The line could be a record of a file that was cut. */
    @Test
    void aTrailerWithoutACountShowsNoEnd() {
        Mapping mapping = mapping(COLUMNS + "\"trailer\": {\"first\": \"T\"}, ", FIELDS);
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> syncCsv("501,5,1\nT,6,7\n", mapping))
                .withMessageContaining("CSV without gzip has no end marker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e400000000"})
    void aHugeSumIsRefused(String sum) {
        Mapping mapping =
                mapping(COLUMNS + "\"trailer\": {\"first\": \"T\", \"values\": [\"\", \"count\", \"sum\"]}, ", FIELDS);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> syncCsv("501,5,1\nT,1," + sum + "\n", mapping))
                .withMessageContaining("the sum in its trailer is not in the form of the amounts");
    }

    @Test
    void aMappingOfTheOtherFormIsRefusedBeforeAnythingIsRead() {
        Mapping csv = mapping("\"csv\": {\"delimiter\": \"|\"}, ", FIELDS.replace("\"amount\"}", "\"Amount [USD]\"}"));
        assertRefused(json("[]").mapping(csv), "The mapping says that the payments are CSV, and the source is JSON");
        assertRefused(
                csv("id\n").mapping(mapping("\"records\": \"/data\", ", FIELDS)),
                "The mapping says that the payments are JSON with an envelope, and the source is CSV");
        assertRefused(csv("id\n").mapping(csv).format(CsvFormat.defaults().comment('|')), "both |");
        assertThat(store.syncRuns(10)).hasSize(1);
    }

    private void assertRefused(Source.Bytes payments, String problem) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> store.sync(Snapshot.builder().payments(payments).build()))
                .withMessageContaining(problem);
    }

    private static String amount(String options) {
        return FIELDS.replace("\"amount\": \"amount\"", "\"amount\": {\"from\": \"amount\", " + options + "}");
    }

    private static Mapping mapping(String more, String fields) {
        return Mapping.parse("{\"payments\": {" + more + "\"fields\": {" + fields + "}}}");
    }

    private SyncReport sync(String text, Mapping mapping) {
        return store.sync(
                Snapshot.builder().payments(json(text).mapping(mapping)).build());
    }

    private SyncReport syncCsv(String text, Mapping mapping) {
        return store.sync(
                Snapshot.builder().payments(csv(text).mapping(mapping)).build());
    }

    private static List<String> faults(SyncReport report) {
        return report.rejections().stream()
                .flatMap(rejection -> rejection.faults().stream())
                .map(fault -> fault.field() + " " + fault.code())
                .toList();
    }
}
