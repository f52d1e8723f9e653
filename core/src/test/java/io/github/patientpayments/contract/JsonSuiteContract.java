package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static io.github.patientpayments.fixture.Gzip.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.fixture.HostileTexts;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The files of JSONTestSuite as a whole input, and as a field of a patient; plain and gzip, as an array and as NDJSON.
 * Most of those that are valid JSON are no set of patients.
 */
class JsonSuiteContract extends RecordContractTest {

    private static final byte[] PATIENT =
            "{\"externalId\":\"7\",\"firstName\":\"A\",\"lastName\":\"B\",\"x\":".getBytes(UTF_8);
    private static final byte[] ARRAY = "[".getBytes(UTF_8);

    /** The only invalid file that is valid NDJSON: it has two values, and the second is no record. */
    private static final String TWO_VALUES = "n_structure_object_with_trailing_garbage";

    @BeforeEach
    void aPatient() {
        syncPatients(patient("5"));
    }

    @Test
    void allFilesAreThere() {
        assertThat(HostileTexts.jsonFiles("n_")).hasSize(188);
        assertThat(HostileTexts.jsonFiles("y_")).hasSize(95);
        assertThat(HostileTexts.jsonFiles("i_")).hasSize(35);
    }

    @Test
    void noInvalidFileIsRead() {
        Map<String, List<String>> before = everything();
        HostileTexts.jsonFiles("n_").forEach((name, bytes) -> {
            assertInvalid(name, Snapshot.builder().patients(json(bytes)));
            assertInvalid(name, Snapshot.builder().patients(Source.jsonOnce(new ByteArrayInputStream(bytes))));
            if (!name.equals(TWO_VALUES)) {
                assertInvalid(name, Snapshot.builder().patients(json(gzip(bytes))));
                assertInvalid(name, Snapshot.builder().patients(json(bytes)).acceptUnterminated());
            }
        });
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void noInvalidFileIsAValue() {
        Map<String, List<String>> before = everything();
        HostileTexts.jsonFiles("n_").forEach((name, bytes) -> {
            byte[] object = join(PATIENT, bytes, "}".getBytes(UTF_8));
            byte[] array = join(ARRAY, object, "]".getBytes(UTF_8));
            assertInvalid(name, Snapshot.builder().patients(json(array)));
            assertInvalid(name, Snapshot.builder().patients(json(gzip(array))));
            assertInvalid(name, Snapshot.builder().patients(json(gzip(object))));
            assertInvalid(name, Snapshot.builder().patients(json(object)).acceptUnterminated());
        });
        assertThat(everything()).isEqualTo(before);
    }

    /** An array is a set of which no element is a patient. Everything else is refused for what it is. */
    @Test
    void everyValidFileIsReadAsWhatItIs() {
        HostileTexts.jsonFiles("y_").forEach((name, bytes) -> {
            String verdict = verdict(bytes);
            switch (new String(bytes, UTF_8).strip().charAt(0)) {
                case '[' -> assertThat(verdict).as(name).matches("read|NOT_AN_OBJECT|NOT_AN_OBJECT, MISSING");
                case '{' -> assertThat(verdict).as(name).containsAnyOf("one object", "NDJSON without gzip");
                default -> assertThat(verdict).as(name).contains("begins neither with [ nor with {");
            }
        });
    }

    @Test
    void everyValidFileIsAValueOfAFieldThatIsIgnored() {
        List<byte[]> files = List.copyOf(HostileTexts.jsonFiles("y_").values());
        byte[] lines = {};
        for (int i = 0; i < files.size(); i++) {
            String patient = "{\"externalId\":" + i + ",\"firstName\":\"A\",\"lastName\":\"B\",\"x\":";
            lines = join(lines, patient.getBytes(UTF_8), files.get(i), "}\n".getBytes(UTF_8));
        }

        SyncReport report =
                store.sync(Snapshot.builder().patients(json(gzip(lines))).build());

        assertThat(report.patients().inserted() + report.patients().updated()).isEqualTo(files.size());
    }

    /**
     * What a parser may decide: numbers are read as text, so that none is too big to be named; a lone surrogate is a
     * fault of its record; bytes are UTF-8 or the whole input is refused.
     */
    @Test
    void everyOtherFileHasAVerdict() {
        Map<String, String> verdicts = new TreeMap<>();
        HostileTexts.jsonFiles("i_").forEach((name, bytes) -> verdicts.put(name, verdict(bytes)));

        // A name with a lone surrogate is one to the oldest Jackson, and no JSON to the newest.
        assertThat(verdicts.remove("i_object_key_lone_2nd_surrogate"))
                .isIn("NDJSON without gzip has no end marker", "it is not JSON");
        assertThat(verdicts)
                .allSatisfy((name, verdict) -> assertThat(verdict)
                        .isEqualTo(
                                switch (name) {
                                    case "i_string_UTF-16LE_with_BOM" -> "it is not UTF-8 but looks like UTF-16";
                                    case "i_string_utf16BE_no_BOM", "i_string_utf16LE_no_BOM" ->
                                        "it is not JSON but looks like UTF-16";
                                    case "i_string_UTF-8_invalid_sequence",
                                            "i_string_iso_latin_1",
                                            "i_string_truncated-utf-8" ->
                                        "it is not UTF-8 but looks like ISO 8859-1 or Windows-1252";
                                    case "i_string_lone_utf8_continuation_byte" ->
                                        "it is not UTF-8 but looks like Windows-1252";
                                    case "i_string_UTF8_surrogate_U+D800",
                                            "i_string_invalid_utf-8",
                                            "i_string_not_in_unicode_range",
                                            "i_string_overlong_sequence_2_bytes",
                                            "i_string_overlong_sequence_6_bytes",
                                            "i_string_overlong_sequence_6_bytes_null" -> "it is not UTF-8";
                                    case "i_structure_500_nested_arrays" -> "a record is nested deeper than 16";
                                    case "i_structure_UTF-8_BOM_empty_object" ->
                                        "NDJSON without gzip has no end marker";
                                    default -> "NOT_AN_OBJECT";
                                }));
    }

    /** The only element of an array, as a name and as an amount. */
    @Test
    void everyOtherElementHasAVerdict() {
        HostileTexts.jsonFiles("i_").forEach((name, bytes) -> {
            if (verdict(bytes).equals("NOT_AN_OBJECT")) {
                String array = new String(bytes, UTF_8).strip();
                String element = array.substring(1, array.length() - 1);
                SyncReport report = store.sync(Snapshot.builder()
                        .patients(json("[{\"externalId\":\"5\",\"lastName\":\"B\",\"firstName\":" + element + "}]"))
                        .payments(json(array(paymentJson("501", element))))
                        .build());

                boolean text = element.startsWith("\"");
                assertThat(report.rejections())
                        .as(name)
                        .extracting(
                                rejection -> rejection.faults().get(0).code().name())
                        .containsExactly(text ? "FORBIDDEN_CHARACTER" : "WRONG_TYPE", amountVerdict(name));
            }
        });
    }

    private static String amountVerdict(String name) {
        return switch (name) {
            case "i_number_huge_exp", "i_number_very_big_negative_int" -> "NUMBER_TOO_LONG";
            case "i_number_double_huge_neg_exp", "i_number_real_underflow" -> "AMOUNT_TOO_FINE";
            default -> name.startsWith("i_number") ? "AMOUNT_TOO_LARGE" : "INVALID_NUMBER";
        };
    }

    /** The codes of its faults, or why it was refused. */
    private String verdict(byte[] bytes) {
        try {
            SyncReport report =
                    store.sync(Snapshot.builder().patients(json(bytes)).build());
            List<String> codes = report.rejections().stream()
                    .map(rejection -> rejection.faults().get(0).code().name())
                    .distinct()
                    .toList();
            return codes.isEmpty() ? "read" : String.join(", ", codes);
        } catch (InvalidSnapshotException e) {
            return e.getMessage().replaceAll("^.* snapshot: |, so it may .*| \\(line .*", "");
        }
    }

    private void assertInvalid(String name, Snapshot.Builder snapshot) {
        assertThat(catchThrowable(() -> store.sync(snapshot.build())))
                .as(name)
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining("Nothing was changed");
    }
}
