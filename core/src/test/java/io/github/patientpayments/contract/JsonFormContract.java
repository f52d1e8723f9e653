package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.fixture.Gzip;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which bytes are a set of records. All others are rejected and change nothing. */
class JsonFormContract extends RecordContractTest {

    private static final String MARKER = "Zxqmarker";

    @BeforeEach
    void aPatientAndItsPayment() {
        sync(List.of(patient("5"), patient("6")), List.of(payment("501", "5", "1")));
    }

    @Test
    void anArrayMayHaveAnyLayout() {
        for (String text : List.of(
                array(patientJson("5"), patientJson("7")),
                " \r\n\t[ \r\n" + patientJson("5") + "\r\n ,\r\n" + patientJson("7") + "\r\n]\r\n\r\n",
                "\uFEFF" + array(patientJson("5"), patientJson("7")))) {
            SyncReport report = syncBytes(text.getBytes(StandardCharsets.UTF_8));
            assertThat(report.patients().read()).isEqualTo(2);
            assertThat(report.patients().rejected()).isZero();
            assertThat(store.patient("7")).isPresent();
        }
    }

    @Test
    void anEmptyArrayIsASetWithoutRecords() {
        SyncReport report = syncPaymentsJson();

        assertThat(report.payments().isFullSet()).isTrue();
        assertThat(report.payments().read()).isZero();
    }

    @Test
    void plainNdjsonNeedsAcceptUnterminated() {
        for (String text : List.of(
                patientJson("5") + "\n" + patientJson("7") + "\n",
                patientJson("5") + "\r\n" + patientJson("7"),
                "\uFEFF\n" + patientJson("5") + "\n\n" + patientJson("7") + "\n\n")) {
            assertInvalid(text, "has no end marker, so it may be truncated");

            SyncReport report = store.sync(
                    Snapshot.builder().patients(json(text)).acceptUnterminated().build());

            assertThat(report.patients().read()).isEqualTo(2);
            assertThat(report.patients().rejected()).isZero();
            assertThat(store.patient("7")).isPresent();
            syncPatients(patient("5"), patient("6"));
        }
    }

    @Test
    void acceptedNdjsonMayNotEndWithinARecord() {
        String text = patientJson("5") + "\n" + patientJson("7");
        for (int end = patientJson("5").length() + 2; end < text.length(); end++) {
            String truncated = text.substring(0, end);
            assertRefused(() -> store.sync(Snapshot.builder()
                    .patients(json(truncated))
                    .acceptUnterminated()
                    .build()));
        }
    }

    @Test
    void otherTextIsRejected() {
        for (String text : List.of(
                "",
                " \r\n\t ",
                "\uFEFF",
                "7",
                "-",
                "\"" + patientJson("5").replace("\"", "\\\"") + "\"",
                "null",
                "true",
                "<patients/>",
                "externalId,firstName\n5,Rick\n",
                array(patientJson("5") + ","),
                "[,]",
                array(patientJson("5")) + "x",
                array(patientJson("5")) + ",",
                array(patientJson("5")) + "]",
                array(patientJson("5")) + "[]",
                array(patientJson("5")) + patientJson("7"),
                array(patientJson("5")) + "\n" + array(patientJson("7")),
                array(patientJson("5")) + "\u0000",
                "[" + patientJson("5") + patientJson("7") + "]",
                "[" + patientJson("5") + "}",
                "[{'externalId':'5'}]",
                "[{externalId:5}]",
                "[{\"externalId\":05}]",
                "[{\"externalId\":NaN}]",
                "[{\"externalId\":+5}]",
                "[{\"externalId\":.5}]",
                "[{\"externalId\":5.}]",
                "[{\"externalId\":\"a\nb\"}]",
                "[{\"externalId\":\"\\x\"}]",
                "[{\"externalId\":\"\\u12\"}]",
                "[{\"externalId\" \"5\"}]",
                "[{\"externalId\":\"5\",}]",
                "[/* none */]",
                "[] // none",
                "# none\n[]")) {
            assertInvalid(text, "Nothing was changed");
        }
    }

    @Test
    void aTruncatedArrayIsRejectedWhereverItEnds() {
        byte[] patients = array(patientJson("5"), "{\"externalId\":\"é\",\"x\":[true,-1.5e3,null]}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] payments = array(paymentJson("501", "1.25"), "7", paymentJson("502", "\"2\""))
                .getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> before = everything();
        for (int end = 0; end < patients.length; end++) {
            byte[] truncated = Arrays.copyOf(patients, end);
            assertThat(refusal(() -> syncBytes(truncated)).recordType()).isEqualTo(RecordType.PATIENT);
        }
        for (int end = 0; end < payments.length; end++) {
            byte[] truncated = Arrays.copyOf(payments, end);
            Snapshot snapshot = Snapshot.builder()
                    .patients(json(patients))
                    .payments(json(truncated))
                    .build();
            assertThat(refusal(() -> store.sync(snapshot)).recordType()).isEqualTo(RecordType.PAYMENT);
        }
        assertThat(everything()).isEqualTo(before);
        assertThatCode(() -> store.sync(Snapshot.builder()
                        .patients(json(patients))
                        .payments(json(payments))
                        .build()))
                .doesNotThrowAnyException();
    }

    @Test
    void bytesThatAreNotUtf8AreRejected() {
        for (byte[] name : List.of(
                bytes(0xc0, 0xaf), // overlong
                bytes(0xe0, 0x80, 0xaf),
                bytes(0xc1, 0x81),
                bytes(0xf0, 0x80, 0x80, 0xaf),
                bytes(0xed, 0xa0, 0xbd, 0xed, 0xb9, 0x82), // a surrogate pair in CESU-8
                bytes(0xe9), // Latin-1
                bytes(0xff),
                bytes(0x80),
                bytes(0xf4, 0x90, 0x80, 0x80), // after the last code point
                bytes(0xe2, 0x82))) {
            assertInvalid(
                    join(
                            "[{\"externalId\":\"5\",\"firstName\":\"".getBytes(StandardCharsets.UTF_8),
                            name,
                            "\",\"lastName\":\"x\"}]".getBytes(StandardCharsets.UTF_8)),
                    "it is not UTF-8");
            assertInvalid(join("[]".getBytes(StandardCharsets.UTF_8), name), "it is not UTF-8");
        }
        for (byte[] end : List.of(bytes(0xc1), bytes(0xf5), bytes(0xe2, 0x28))) {
            assertThat(assertInvalid(join("[\"".getBytes(StandardCharsets.UTF_8), end), "it is not UTF-8"))
                    .message()
                    .doesNotContain("cut off");
        }
        for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32")) {
            assertInvalid(array(patientJson("5")).getBytes(Charset.forName(charset)), "Nothing was changed");
        }
        assertInvalid(
                array(patientJson("é", "\"x\":\"éàü\"")).getBytes(StandardCharsets.ISO_8859_1), "it is not UTF-8");
    }

    /** An export in the encoding of the machine that made it is the commonest case. */
    @Test
    void aWrongByteIsNamedWithItsEncodingAndItsPlace() {
        String good = "[" + patientJson("5") + ",\n" + " ".repeat(9_000) + "\n";
        for (String record : List.of(
                patientJson("é"),
                patientJson("x", "\"unknown\":\"" + "y".repeat(9_000) + "é\""),
                patientJson("x", "\"é\":1"),
                patientJson("x", "\"unknown\":{\"a\":[\"é\"]}"),
                "é")) {
            byte[] bytes = (good + record + "]").getBytes(StandardCharsets.ISO_8859_1);
            for (byte[] form : List.of(bytes, Gzip.gzip(bytes))) {
                InvalidSnapshotException failure =
                        assertInvalid(form, "it is not UTF-8 but looks like ISO 8859-1 or Windows-1252");
                assertThat(failure.line()).as(record).isEqualTo(3);
                assertThat(failure.column()).as(record).isEqualTo(record.indexOf('é') + 1);
                assertThat(failure.record()).isEqualTo(record.equals("é") ? 1 : 2);
            }
        }
        assertInvalid(array(patientJson("“")).getBytes(Charset.forName("windows-1252")), "like Windows-1252");
        assertInvalid(array(patientJson("5")).getBytes(StandardCharsets.UTF_16LE), "but looks like UTF-16");
        assertInvalid(array(patientJson("5")).getBytes(StandardCharsets.UTF_16BE), "but looks like UTF-16");
        InvalidSnapshotException truncated = assertInvalid("[\n\n[", "it is truncated");
        assertThat(List.of(truncated.line(), truncated.column())).containsExactly(3L, 2L);
        byte[] cut = Arrays.copyOf("[\"\u20ac".getBytes(StandardCharsets.UTF_8), 4);
        assertInvalid(cut, "it is not UTF-8, or cut off within a character");
    }

    /** The message says what it is instead. */
    @Test
    void whatIsNoJsonIsNamed() {
        assertInvalid("externalId,firstName\n8,Roy\n", "it is not JSON but looks like CSV");
        assertInvalid("\"externalId\";\"firstName\"\n\"8\";\"Roy\"\n", "but looks like CSV");
        assertInvalid("id\tname\r\n", "it is not JSON but looks like CSV");
        assertInvalid(
                "  <!DOCTYPE html>\n<html></html>", "but looks like an HTML page, such as the error message of a");
        assertInvalid("<?xml version=\"1.0\"?><patients/>", "it is not JSON but looks like XML");
        assertInvalid(bytes('P', 'K', 3, 4, 0), "it is truncated: the end of its ZIP archive is missing");
        assertInvalid("\uFEFF[]".getBytes(StandardCharsets.UTF_16LE), "it is not UTF-8 but looks like UTF-16");
        assertThat(assertInvalid("P", "it is not JSON")).message().doesNotContain("looks");
        assertThat(assertInvalid("nothing like it", "it is not JSON")).message().doesNotContain("looks");
        assertThat(assertInvalid("[{}, a,b", "it is not JSON")).message().doesNotContain("looks");
    }

    /** An envelope, or the answer of a server that was saved as the export: no NDJSON that may be cut. */
    @Test
    void oneObjectThatIsNoRecordIsNamed() {
        String envelope = "{\"total\": 2, \"patients\": " + array(patientJson("5"), patientJson("7")) + "}";
        String error = "{\"error\": \"unauthorized\", \"message\": \"Roy Batti\", \"Roy Batti\": 1}";

        assertThat(assertInvalid(envelope, "it is one object around the set: send the array in its field patients"))
                .message()
                .doesNotContain("acceptUnterminated");
        assertInvalid("{\"items\": [{}], \"errors\": []}", "around the set: send the array alone");
        assertThat(assertInvalid("{\"Batti\": [{\"amount\": 5}]}", "around the set: send the array alone"))
                .message()
                .doesNotContain("Batti");
        assertThat(assertInvalid("{\"Batti\": {\"amount\": 5}, \"page\": 1}", "one object with the fields page and"))
                .message()
                .doesNotContain("Batti");
        assertThat(assertInvalid(error, "it is one object with the fields error, message and none of externalId, "))
                .message()
                .doesNotContain("acceptUnterminated", "Batti");
        assertInvalid(patientJson("5"), "acceptUnterminated");
        assertThat(store.sync(Snapshot.builder()
                                .patients(json(patientJson("5") + error))
                                .acceptUnterminated()
                                .build())
                        .patients()
                        .rejected())
                .isEqualTo(1);
    }

    @Test
    void aMessageHasThePositionAndNoContent() {
        InvalidSnapshotException failure =
                assertInvalid("[\n" + patientJson("5") + ",\n" + patientJson(MARKER, "\"x\":" + MARKER) + "\n]", "");

        assertThat(failure.line()).isEqualTo(3);
        assertThat(failure.column()).isBetween(60L, 100L);
        assertThat(failure.record()).isEqualTo(2);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.sqlState()).isEmpty();
        assertThat(failure).hasMessageContaining("line 3").hasMessageContaining("record 2");

        for (String text : List.of(
                "[" + MARKER,
                MARKER,
                "[{\"" + MARKER,
                "[{\"firstName\":\"" + MARKER,
                "[{\"firstName\":\"" + MARKER + "\n\"}]",
                "[{\"firstName\":\"" + MARKER + "\\x\"}]",
                "[{\"firstName\":\"" + MARKER + "\"} " + MARKER,
                "[{\"" + MARKER + "\" 1}]",
                "[{\"" + MARKER + "\":" + "[".repeat(30) + "}]",
                "[]" + MARKER,
                "{\"firstName\":\"" + MARKER + "\"}")) {
            assertInvalid(text, "Nothing was changed");
        }
    }

    private SyncReport syncBytes(byte[] bytes) {
        return store.sync(Snapshot.builder().patients(json(bytes)).build());
    }

    private InvalidSnapshotException assertInvalid(String text, String message) {
        return assertInvalid(text.getBytes(StandardCharsets.UTF_8), message);
    }

    private InvalidSnapshotException assertInvalid(byte[] bytes, String message) {
        InvalidSnapshotException failure = assertRefused(() -> syncBytes(bytes));
        assertThat(failure).hasMessageContaining(message);
        return failure;
    }

    private InvalidSnapshotException assertRefused(Runnable sync) {
        Map<String, List<String>> before = everything();
        InvalidSnapshotException failure = refusal(sync);
        assertThat(everything()).isEqualTo(before);
        return failure;
    }

    private static InvalidSnapshotException refusal(Runnable sync) {
        InvalidSnapshotException failure = catchThrowableOfType(InvalidSnapshotException.class, sync::run);
        assertThat(failure).isNotNull();
        assertThat(failure.line()).isPositive();
        assertThat(failure.column()).isPositive();
        assertThat(failure.record()).isPositive();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString() + cause.getMessage()).doesNotContain(MARKER);
            assertThat(cause.getSuppressed()).isEmpty();
        }
        return failure;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        java.io.ByteArrayOutputStream joined = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
