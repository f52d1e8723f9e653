package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static io.github.patientpayments.fixture.Gzip.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.fixture.EndlessStream;
import io.github.patientpayments.fixture.ZipBytes;
import io.github.patientpayments.fixture.ZipBytes.Form;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inputs of 2 GB that are no records are refused after a mebibyte, whatever they are made of. */
class EndlessInputContract extends RecordContractTest {

    /** A record, and what is read ahead. */
    private static final long FEW = 4 << 20;

    /** What is read ahead of compressed bytes, unpacked. */
    private static final long FEW_UNPACKED = 100 << 20;

    private static final String PATIENT = "{\"externalId\":\"5\",\"firstName\":\"A\",\"lastName\":\"B\"";

    private static final int LOCAL_HEADER = 30;

    private static final byte[] GZIP_HEADER = Arrays.copyOf(gzip(""), 10);

    /** Each is a beginning and what follows it for 2 GB. */
    private static final List<List<String>> TEXTS = List.of(
            List.of("[{\"externalId\":\"", "x"),
            List.of("[{\"externalId\":\"5\",\"firstName\":\"", "é"),
            List.of("[" + PATIENT + ",\"unknown\":\"", "\\u0041"),
            List.of("[" + PATIENT + ",\"", "x"),
            List.of("[" + PATIENT + ",\"unknown\":", "7"),
            List.of("[" + PATIENT + ",\"unknown\":[", "{\"a\":[]},"),
            List.of("[" + PATIENT + ",", "\"unknown\":1,"),
            List.of("[" + PATIENT, " "),
            List.of("[" + PATIENT + "},", "\n"),
            List.of("[" + PATIENT + "}]", "\n"),
            List.of("[\"", "x"),
            List.of("[7", "7"),
            List.of("[[", "1,"),
            List.of("", " "),
            List.of(PATIENT + "}\n", "\n"),
            List.of(PATIENT, ",\"unknown\":1"));

    @Test
    @Timeout(60)
    void textIsRefused() {
        for (List<String> text : TEXTS) {
            EndlessStream plain = stream(text);
            assertRefused(plain, plain, FEW);
        }
    }

    /** A kilobyte is a megabyte. */
    @Test
    @Timeout(60)
    void aBombIsRefused() {
        for (List<String> text : TEXTS.subList(0, 3)) {
            assertBombRefused(GZIP_HEADER, text);
            assertBombRefused(localHeader("a"), text);
        }
        assertBombRefused(localHeader("__MACOSX/a"), List.of("", "x"));
        assertBombRefused(join(entry(), localHeader("b")), List.of("", "x"));
    }

    private void assertBombRefused(byte[] header, List<String> text) {
        EndlessStream plain = stream(text);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        assertRefused(
                new SequenceInputStream(new ByteArrayInputStream(header), new DeflaterInputStream(plain, deflater)),
                plain,
                FEW_UNPACKED);
        deflater.end();
    }

    /** A file name without an end, empty members, and empty blocks of one member. */
    @Test
    @Timeout(60)
    void gzipWithoutContentIsRefused() {
        byte[] named = GZIP_HEADER.clone();
        named[3] = 8;
        for (EndlessStream stream : List.of(
                new EndlessStream(named, new byte[] {'x'}),
                new EndlessStream(new byte[0], gzip("")),
                new EndlessStream(GZIP_HEADER, new byte[] {0, 0, 0, (byte) 0xff, (byte) 0xff}),
                new EndlessStream(gzip("[]"), gzip("")))) {
            assertRefused(stream, stream, FEW);
        }
    }

    /** Empty blocks of the only file, and directories. */
    @Test
    @Timeout(60)
    void zipWithoutContentIsRefused() {
        byte[] directory =
                Arrays.copyOf(new ZipBytes().add("a/", Form.STORED, "").end(""), LOCAL_HEADER + 2);
        for (EndlessStream stream : List.of(
                new EndlessStream(localHeader("a"), new byte[] {0, 0, 0, (byte) 0xff, (byte) 0xff}),
                new EndlessStream(new byte[0], directory),
                new EndlessStream(entry(), directory))) {
            assertRefused(stream, stream, FEW);
        }
    }

    /** What comes before the content of a file in a ZIP archive, if its size comes after it. */
    private static byte[] localHeader(String name) {
        return Arrays.copyOf(new ZipBytes().add(name, Form.DESCRIPTOR, "").end(""), LOCAL_HEADER + name.length());
    }

    /** A file in a ZIP archive. */
    private static byte[] entry() {
        ZipBytes writer = new ZipBytes().add("a", Form.DEFLATED, "[]");
        return Arrays.copyOf(writer.end(""), writer.directoryAt());
    }

    private void assertRefused(InputStream input, EndlessStream counted, long most) {
        assertThatThrownBy(() -> store.sync(
                        Snapshot.builder().patients(Source.jsonOnce(input)).build()))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageMatching(".*(1 MiB|at least 2 files).*");
        assertThat(counted.count()).isLessThan(most);
    }

    private static EndlessStream stream(List<String> text) {
        return new EndlessStream(text.get(0).getBytes(UTF_8), text.get(1).getBytes(UTF_8));
    }
}
