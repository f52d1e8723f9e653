package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rejection names the line on which its record begins, so that a person finds it in the file. */
class LineContract extends ContractTest {

    private static final String VALID = "{\"externalId\":\"501\",\"patientId\":\"5\",\"amount\":1}";
    private static final String UNKNOWN = "{\"externalId\":\"502\",\"patientId\":\"6\",\"amount\":1}";
    private static final String REPEATED = "{\"externalId\":\"501\",\"patientId\":\"5\",\"amount\":2}";
    private static final Mapping ENVELOPE = Mapping.parse("{\"payments\": {\"records\": \"/data\", \"fields\": {"
            + "\"externalId\": \"id\", \"patientId\": \"patient\", \"amount\": \"amount\"}}}");

    @BeforeEach
    void onePatient() {
        store = store(builder -> builder.guard(UNGUARDED));
        sync(List.of(patient("5")), List.of());
    }

    @Test
    void linesOfNdjson() {
        assertLines(
                json("\n" + VALID + "\n\n" + UNKNOWN + "\r\n7\r\n" + REPEATED + "\n"),
                "2 in line 4: patientId UNKNOWN_PATIENT",
                "3 in line 5: record NOT_AN_OBJECT",
                "4 in line 6: externalId DUPLICATE");
    }

    @Test
    void linesOfAnArray() {
        assertLines(
                json("[\n  {\n    \"externalId\": \"501\"\n  },\n  " + UNKNOWN + ", " + UNKNOWN.replace("502", "503")
                        + "\n, null\n]\n"),
                "1 in line 2: patientId MISSING",
                "2 in line 5: patientId UNKNOWN_PATIENT",
                "3 in line 5: patientId UNKNOWN_PATIENT",
                "4 in line 6: record NOT_AN_OBJECT");
    }

    @Test
    void linesOfPages() {
        assertLines(
                json("{\"data\": [\n{\"id\": \"501\"}\n]}\n{\"data\": [\n\n{\"id\": \"502\"}]}\n")
                        .mapping(ENVELOPE),
                "1 in line 2: patientId MISSING",
                "2 in line 6: patientId MISSING");
    }

    @Test
    void linesOfCsv() {
        assertLines(
                csv("# a note\n\nexternalId,patientId,amount,note\r\n501,5,1,\"two\nlines\"\n\n502,6,1,\n503,5\n501,5,2,\n")
                        .format(CsvFormat.defaults().comment('#')),
                "2 in line 7: patientId UNKNOWN_PATIENT",
                "3 in line 8: record WRONG_NUMBER_OF_VALUES",
                "4 in line 9: externalId DUPLICATE");
    }

    @Test
    void aTypedRecordHasNone() {
        assertThat(described(syncPayments(payment("501", "6", "1")).rejections()))
                .containsExactly("1: patientId UNKNOWN_PATIENT");
    }

    @Test
    void theLinesOfARefusedSetAreStored() {
        syncPayments(payment("501", "5", "1"));
        store = store(builder -> builder.guard(Guard.defaults()));
        SnapshotRefusedException refused =
                catchThrowableOfType(SnapshotRefusedException.class, () -> store.sync(snapshot(json("\n\n[7]"))));

        assertThat(described(refused.report().rejections())).containsExactly("1 in line 3: record NOT_AN_OBJECT");
        assertThat(described(stored(refused.report()))).containsExactly("1 in line 3: record NOT_AN_OBJECT");
    }

    private void assertLines(Source.Bytes payments, String... expected) {
        SyncReport report = store.sync(snapshot(payments));

        assertThat(described(report.rejections())).containsExactly(expected);
        assertThat(stored(report)).isEqualTo(report.rejections());
    }

    private static Snapshot snapshot(Source.Bytes payments) {
        return Snapshot.builder().payments(payments).acceptUnterminated().build();
    }

    private List<Rejection> stored(SyncReport report) {
        return store.rejections(report.number(), PageRequest.first()).items();
    }

    private static List<String> described(List<Rejection> rejections) {
        return rejections.stream()
                .map(rejection -> {
                    Rejection.Fault fault = rejection.faults().get(0);
                    String line = rejection.line().isPresent()
                            ? " in line " + rejection.line().getAsLong()
                            : "";
                    return rejection.position() + line + ": " + fault.field() + " " + fault.code();
                })
                .toList();
    }
}
