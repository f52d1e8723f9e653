package io.github.patientpayments.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.fixture.Gzip;
import io.github.patientpayments.fixture.ZipBytes;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.PatientRules;
import io.github.patientpayments.internal.record.PaymentRules;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads any bytes as both sets: they are records or {@link InvalidSnapshotException}, the same however the bytes
 * arrive, and, if they are plain text, the same when they are compressed.
 */
final class ReaderCheck {

    private static final HashKey KEY = new HashKey(1, 2);
    private static final String END = "end";
    private static final CsvFormat THREE_COLUMNS =
            CsvFormat.defaults().columns("externalId", "patientId", "amount").comment('#');

    private ReaderCheck() {}

    /** Throws if the bytes are read in two ways, or are no more than invalid. */
    static void check(byte[] bytes) {
        check(bytes, in -> readPatients(Source.jsonOnce(in), true));
        check(bytes, in -> readPatients(Source.jsonOnce(in), false));
        check(bytes, in -> readPayments(Source.jsonOnce(in)));
        check(bytes, in -> readPatients(Source.csvOnce(in), true));
        check(bytes, in -> readPayments(Source.csvOnce(in).format(THREE_COLUMNS)));
    }

    private static void check(byte[] bytes, Function<InputStream, List<String>> reader) {
        List<String> read = reader.apply(new ByteArrayInputStream(bytes));
        List<String> trickled = reader.apply(new Trickling(bytes));
        if (StrictGzip.isGzip(bytes) || StrictZip.isZip(bytes)) {
            // What is damaged may unpack to text that is wrong before the damage is found.
            assertThat(trickled.contains(END) ? trickled : List.of())
                    .as("a byte at a time")
                    .isEqualTo(read.contains(END) ? read : List.of());
            return;
        }
        assertThat(trickled).as("a byte at a time").isEqualTo(read);
        if (!read.get(read.size() - 1).contains("without gzip")) {
            for (byte[] packed : List.of(Gzip.gzip(bytes), ZipBytes.zip(bytes))) {
                assertThat(reader.apply(new ByteArrayInputStream(packed)))
                        .as("packed")
                        .isEqualTo(read);
            }
        }
    }

    private static List<String> readPatients(Source.Bytes bytes, boolean acceptUnterminated) {
        Source<PatientData> source =
                Snapshot.builder().patients(bytes).build().patients().orElseThrow();
        return read(
                new SetReader<>(RecordType.PATIENT, source, acceptUnterminated ? Evidence.HOST : Evidence.NONE),
                new PatientRules(LocalDate.of(2026, 3, 1), false));
    }

    private static List<String> readPayments(Source.Bytes bytes) {
        Source<PaymentData> source =
                Snapshot.builder().payments(bytes).build().payments().orElseThrow();
        return read(new SetReader<>(RecordType.PAYMENT, source, Evidence.HOST), new PaymentRules(true));
    }

    /** The records as text, and what ended them. */
    private static <T> List<String> read(SetReader<T> reader, RecordRules<T> rules) {
        List<String> read = new ArrayList<>();
        try (reader) {
            reader.forEach(rules, KEY, new Deadline(null), record -> read.add(text(record)));
            read.add(END);
        } catch (InvalidSnapshotException e) {
            // The parser may have looked at the character after the wrong one.
            read.add(String.valueOf(e.getMessage()).replaceAll("column \\d+", "column"));
        }
        return read;
    }

    private static String text(ParsedRecord parsed) {
        return parsed.position() + " " + parsed.valid() + " " + parsed.amount() + " " + parsed.hashHigh() + " "
                + parsed.faults().stream()
                        .map(fault -> fault.field() + fault.code())
                        .toList();
    }

    /** Returns one byte a call. */
    private static final class Trickling extends ByteArrayInputStream {

        Trickling(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1));
        }
    }
}
