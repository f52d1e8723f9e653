package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file of CSV with its own control totals, as banks send it. */
class TrailerContract extends ContractTest {

    private static final String FIELDS = "\"externalId\": \"nr\", \"patientId\": \"patient\","
            + " \"amount\": {\"from\": \"cents\", \"minorUnits\": 2}";
    private static final Mapping LOCKBOX = mapping("""
            "csv": {"delimiter": "|", "columns": ["kind", "nr", "patient", "cents"]},
            "header": {"first": "H", "values": ["", "date"]},
            "trailer": {"first": "T", "values": ["", "count", "sum", "other"]}""", FIELDS);
    private static final String FILE = "H|20250131\nD|501|5|100\nD|503|6|1250\nD|504|6|-50\nT|3|1300|0\n";

    @BeforeEach
    void twoPatientsAndTheirPayments() {
        sync(List.of(patient("5"), patient("6")), List.of(payment("501", "5", "1"), payment("502", "6", "2.5")));
    }

    @Test
    void itNeedsNoOtherEvidence() {
        store = store(builder ->
                builder.guard(Guard.defaults().requireControlTotals().lift(Reason.DELETIONS, Reason.CHANGES)));

        SyncReport report = sync(FILE, LOCKBOX);

        assertThat(report.payments()).hasToString("3 read: 2 inserted, 1 unchanged, 1 deleted");
        assertThat(store.payment("503").orElseThrow().amount()).isEqualByComparingTo("12.5");
    }

    @Test
    void itsTotalsAreChecked() {
        assertRefused(FILE.replace("T|3|", "T|4|"), LOCKBOX, "3 payments were read; the control total is 4.");
        assertRefused(
                FILE.replace("|1300|", "|1301|"), LOCKBOX, "The payments amount to 13.00; the control total is 13.01.");
        assertRefused(FILE.replace("|1250", "|x"), LOCKBOX, "The amount of a payment can't be read");
        Snapshot both = Snapshot.builder()
                .payments(csv(FILE).mapping(LOCKBOX))
                .controlTotals(ControlTotals.payments(3, new BigDecimal("13.01")))
                .build();
        assertThatExceptionOfType(SnapshotRefusedException.class)
                .isThrownBy(() -> store.sync(both))
                .withMessageContaining("the control total is 13.01");
    }

    @Test
    void theLinesHaveTheirPlaces() {
        assertInvalid(FILE.replace("H|20250131\n", ""), "it has no header, a line whose first value is H");
        assertInvalid("H|1\n" + FILE, "it has more than one header");
        assertInvalid(
                FILE.substring(0, FILE.indexOf("T|")),
                "it has no trailer, a line whose first value is T, so it may be truncated");
        assertInvalid(FILE + "D|505|5|1\n", "something follows its trailer");
        assertInvalid(FILE + FILE, "something follows its trailer");
        assertInvalid(FILE.replace("T|3|", "T|x|"), "the count in its trailer is no number");
        assertInvalid(FILE.replace("|1300|", "|13.00|"), "the sum in its trailer is not in the form of the amounts");
        assertInvalid(FILE.replace("|1300|0", ""), "its trailer has no sum");
        assertInvalid("", "it has no header");
    }

    @Test
    void cutAnywhereItChangesNothing() {
        byte[] sent = FILE.replace("|0\n", "|0|\n").getBytes(StandardCharsets.UTF_8);
        List<String> before = rows("SELECT * FROM " + schema + ".payments");
        for (int end = 0; end < sent.length; end++) {
            byte[] cut = Arrays.copyOf(sent, end);
            assertThatExceptionOfType(StoreException.class)
                    .as("cut at %d", end)
                    .isThrownBy(() -> store.sync(Snapshot.builder()
                            .payments(csv(cut).mapping(LOCKBOX))
                            .build()));
        }
        assertThat(rows("SELECT * FROM " + schema + ".payments")).isEqualTo(before);
    }

    /** The names of the columns follow the header. */
    @Test
    void aCountCoversWhatIsLeftOut() {
        Mapping mapping = mapping("""
                "csv": {}, "where": [{"from": "status", "notIn": ["void"]}],
                "header": {"first": "HDR", "values": ["", "count"]}""", FIELDS);
        String file = "HDR,2\nnr,patient,cents,status\n501,5,100,\n502,6,250,void\n";

        assertRefused(file.replace("HDR,2", "HDR,1"), mapping, "2 payments were read; the control total is 1.");
        SyncReport report = store.sync(Snapshot.builder()
                .payments(csv(file).mapping(mapping))
                .acceptUnterminated()
                .build());
        assertThat(report.payments().filtered()).isEqualTo(1);
        assertThat(report.payments().deleted()).isEqualTo(1);
    }

    @Test
    void theDelimiterIsFoundOutFromTheHeader() {
        Mapping mapping =
                mapping("\"csv\": {}, \"header\": {\"first\": \"HDR\", \"values\": [\"\", \"count\"]}", FIELDS);
        SyncReport report = store.sync(Snapshot.builder()
                .payments(csv("HDR|1\nnr|patient|cents\n501|5|100\n").mapping(mapping))
                .acceptUnterminated()
                .build());

        assertThat(report.payments().unchanged()).isEqualTo(1);
    }

    @Test
    void aHeaderShowsNoEnd() {
        Mapping mapping = mapping("\"csv\": {}, \"header\": {\"first\": \"HDR\", \"values\": [\"\", \"n\"]}", FIELDS);
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> sync("HDR,1\nnr,patient,cents\n501,5,100\n", mapping))
                .withMessageContaining("CSV without gzip has no end marker");
    }

    private static Mapping mapping(String keys, String fields) {
        return Mapping.parse("{\"payments\": {" + keys + ", \"fields\": {" + fields + "}}}");
    }

    private SyncReport sync(String text, Mapping mapping) {
        return store.sync(
                Snapshot.builder().payments(csv(text).mapping(mapping)).build());
    }

    private void assertInvalid(String text, String problem) {
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> sync(text, LOCKBOX))
                .withMessageContaining(problem);
    }

    private void assertRefused(String text, Mapping mapping, String why) {
        assertThatExceptionOfType(SnapshotRefusedException.class)
                .isThrownBy(() -> store.sync(Snapshot.builder()
                        .payments(csv(text).mapping(mapping))
                        .acceptUnterminated()
                        .build()))
                .withMessageContaining(why);
    }
}
