package io.github.patientpayments.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.fixture.Gzip;
import io.github.patientpayments.fixture.ZipBytes;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.PatientRules;
import io.github.patientpayments.internal.record.PaymentRules;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of an input are the same however its stream hands out the bytes, and in every form. */
class ChunksTest {

    private static final HashKey KEY = new HashKey(1, 2);
    private static final int MEBI = RecordLimit.MAX_RECORD;
    private static final String TOO_LONG = "a record is longer than 1 MiB, record ";

    /** A record of exactly as many characters. */
    enum Shape {
        TEXT("{\"-\":\"", "x", "\"}"),
        /** Of two bytes each. */
        WIDE_TEXT("{\"-\":\"", "é", "\"}"),
        ESCAPES("{\"-\":\"\\n", "x", "\"}"),
        NAME("{\"", "x", "\":1}"),
        NUMBER("{\"-\":", "1", "}"),
        ID("{\"externalId\":\"", "x", "\"}"),
        AMOUNT("{\"dateOfBirth\":", "1", "}"),
        SPACE("{\"-\":", " ", "1}"),
        SPACE_AT_THE_END("{\"-\":1", " ", "}"),
        ARRAY("{\"externalId\":0,\"-\":[", "1,".repeat(2), "1]}"),
        BARE_TEXT("\"", "x", "\""),
        BARE_ARRAY("[", " ", "]");

        private final String start;
        private final String middle;
        private final String end;

        Shape(String start, String middle, String end) {
            this.start = start;
            this.middle = middle;
            this.end = end;
        }

        String of(int length) {
            int rest = length - start.length() - end.length();
            int whole = rest / middle.length();
            // What does not fit is white space, which counts too.
            return start + middle.repeat(whole) + " ".repeat(rest - whole * middle.length()) + end;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecordHasExactlyOneMebibyteOfCharacters(Shape shape) {
        for (int length : new int[] {MEBI, MEBI + 1}) {
            String record = shape.of(length);
            assertThat(record).hasSize(length);
            for (String[] records : new String[][] {{record}, {"{}", record, "{}"}}) {
                assertThat(outcomes(records))
                        .as("%s of %d", shape, length)
                        .containsExactly(
                                length <= MEBI ? records.length + " records" : TOO_LONG + (records.length + 1) / 2);
            }
        }
    }

    /** Of what is between records, too, nothing is held; but a stream of nothing else must end. */
    @ParameterizedTest
    @ValueSource(ints = {MEBI - 2, MEBI + 2})
    void whiteSpaceBetweenRecordsHasTheSameLimit(int length) {
        String space = " ".repeat(length);
        for (String[] records : new String[][] {{space + "{}"}, {"{}", space + "{}"}, {"{}" + space}}) {
            assertThat(outcomes(records)).containsExactly(length <= MEBI ? records.length + " records" : TOO_LONG + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MEBI - 2, MEBI + 2})
    void aBareNumberHasTheSameLimit(int length) {
        assertThat(outcomes("1".repeat(length), "{}")).containsExactly(length <= MEBI ? "2 records" : TOO_LONG + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17})
    void aRecordIsNestedAtMost16Deep(int depth) {
        for (String[] brackets : new String[][] {{"[", "]"}, {"{\"a\":", "}"}}) {
            String inside = brackets[0].repeat(depth - 1) + "1" + brackets[1].repeat(depth - 1);
            for (String record :
                    List.of("{\"-\":" + inside + "}", "{\"externalId\":" + inside + "}", "[" + inside + "]")) {
                assertThat(outcomes(record, "{}"))
                        .containsExactly(depth <= 16 ? "2 records" : "a record is nested deeper than 16, record 1");
            }
        }
    }

    /** The number lies across the places where the parser and the decoder ask for more. */
    @ParameterizedTest
    @ValueSource(ints = {40, 41})
    void aNumberHasAtMost40Characters(int length) {
        String number = "1" + "." + "5".repeat(length - 2);
        for (int before : new int[] {3_960, 3_980, 8_160}) {
            for (String amount : List.of(number, "\"" + number + "\"")) {
                String record = "{\"-\":\"" + "x".repeat(before) + "\",\"amount\":" + amount + "}";
                for (byte[] bytes : forms(record)) {
                    for (int chunk : new int[] {1, 4_000, 65_536}) {
                        List<Rejection.Fault> faults = new ArrayList<>();
                        InputStream stream = new Chunks(bytes, List.of(chunk));
                        try (SetReader<PaymentData> reader =
                                new SetReader<>(RecordType.PAYMENT, payments(stream), Evidence.HOST)) {
                            reader.forEach(
                                    new PaymentRules(false),
                                    KEY,
                                    new Deadline(null),
                                    read -> faults.addAll(read.faults()));
                        }
                        assertThat(faults)
                                .filteredOn(Rejection.Fault::field, "amount")
                                .extracting(Rejection.Fault::code)
                                .containsExactly(
                                        length <= 40 ? Rejection.Code.AMOUNT_TOO_FINE : Rejection.Code.NUMBER_TOO_LONG);
                    }
                }
            }
        }
    }

    /** A stream that returns nothing has not ended. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4_000, 65_536})
    void aStreamThatReturnsNothingHasNotEnded(int chunk) {
        String record = Shape.TEXT.of(10_000);
        for (byte[] bytes : forms("{}", record, record, "{}")) {
            assertThat(outcome(new Chunks(bytes, List.of(chunk, 0, 0)))).isEqualTo("4 records");
        }
    }

    /** The different outcomes of the same records in all forms and chunks. */
    private static Set<String> outcomes(String... records) {
        Random random = new Random(records.length);
        Set<String> outcomes = new TreeSet<>();
        for (byte[] bytes : forms(records)) {
            List<Integer> sizes = IntStream.range(0, 20)
                    .mapToObj(i -> 1 + random.nextInt(10_000))
                    .toList();
            for (List<Integer> chunks : List.of(List.of(bytes.length), List.of(8_191, 1), sizes)) {
                outcomes.add(outcome(new Chunks(bytes, chunks)));
            }
        }
        return outcomes;
    }

    private static List<byte[]> forms(String... records) {
        boolean objects = Stream.of(records).allMatch(record -> record.strip().startsWith("{"));
        byte[] array = ("[" + String.join(",", records) + "]").getBytes(StandardCharsets.UTF_8);
        byte[] lines = String.join("\n", records).getBytes(StandardCharsets.UTF_8);
        return objects
                ? List.of(array, lines, Gzip.gzip(array), ZipBytes.zip(array))
                : List.of(array, Gzip.gzip(array), ZipBytes.zip(array));
    }

    private static Source<PaymentData> payments(InputStream stream) {
        return Snapshot.builder()
                .payments(Source.json(() -> stream))
                .build()
                .payments()
                .orElseThrow();
    }

    private static String outcome(InputStream stream) {
        List<Long> positions = new ArrayList<>();
        Source<PatientData> source = Snapshot.builder()
                .patients(Source.json(() -> stream))
                .build()
                .patients()
                .orElseThrow();
        try (SetReader<PatientData> reader = new SetReader<>(RecordType.PATIENT, source, Evidence.HOST)) {
            reader.forEach(
                    new PatientRules(LocalDate.EPOCH, false),
                    KEY,
                    new Deadline(null),
                    record -> positions.add(record.position()));
            return positions.size() + " records";
        } catch (InvalidSnapshotException e) {
            return e.getMessage().replaceAll(".*: (.*) \\(line .*", "$1") + ", record " + e.record();
        }
    }

    /** Hands out the bytes in chunks of the given sizes, over and over. */
    private static final class Chunks extends InputStream {

        private final ByteArrayInputStream bytes;
        private final List<Integer> sizes;
        private int next;

        Chunks(byte[] bytes, List<Integer> sizes) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.sizes = sizes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int size = sizes.get(next++ % sizes.size());
            return bytes.available() == 0 ? -1 : bytes.readNBytes(target, offset, Math.min(size, length));
        }
    }
}
