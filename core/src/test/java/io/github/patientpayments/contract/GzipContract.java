package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.checksum;
import static io.github.patientpayments.fixture.Gzip.gzip;
import static io.github.patientpayments.fixture.Gzip.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compressed sets are recognized, and rejected unless they are complete to the last byte of the trailer. */
class GzipContract extends RecordContractTest {

    private static final int NAME = 8;
    private static final int EXTRA = 4;
    private static final int COMMENT = 16;
    private static final int HEADER_CRC = 2;
    private static final int RESERVED = 0x20;
    private static final int PLAIN_HEADER = 10;
    private static final int TRAILER = 8;

    private final byte[] array = gzip(array(patientJson("5"), patientJson("7")));

    @BeforeEach
    void aPatient() {
        syncPatients(patient("5"));
    }

    @Test
    void gzipIsRecognized() {
        assertTwoRead(array);
        assertTwoRead(gzip("\uFEFF" + array(patientJson("5"), patientJson("7"))));
        assertTwoRead(gzip(patientJson("5") + "\n" + patientJson("7") + "\n"));
    }

    @Test
    void everyHeaderIsUnderstood() {
        byte[] extra = {5, 0, 1, 2, 3, 4, 5};
        byte[] longExtra = new byte[2 + 300];
        longExtra[0] = (byte) (300 & 0xff);
        longExtra[1] = (byte) (300 >> 8);
        byte[] name = "patients.json\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] comment = "nightly\0".getBytes(StandardCharsets.ISO_8859_1);
        assertTwoRead(withHeader(NAME, name));
        assertTwoRead(withHeader(EXTRA, extra));
        assertTwoRead(withHeader(EXTRA, longExtra));
        assertTwoRead(withHeader(COMMENT, comment));
        assertTwoRead(withHeader(HEADER_CRC, new byte[0]));
        assertTwoRead(withHeader(NAME | EXTRA | COMMENT | HEADER_CRC, join(extra, name, comment)));
    }

    /** Some readers take such a member for the end of the file, and what follows for missing. */
    @Test
    void aHeaderThatNoWriterWritesIsRejected() {
        byte[] checked = withHeader(HEADER_CRC, new byte[0]);
        checked[PLAIN_HEADER] ^= 1;
        assertInvalid(checked, "its gzip header is damaged");
        assertInvalid(withHeader(RESERVED, new byte[0]), "its gzip header is damaged");
        byte[] otherMethod = array.clone();
        otherMethod[2] ^= 1;
        assertInvalid(otherMethod, "its gzip header is damaged");
        assertInvalid(join(gzip(patientJson("5") + "\n"), otherMethod), "its gzip header is damaged");
    }

    @Test
    void aTruncatedFileIsRejectedWhereverItEnds() {
        byte[] ndjson = gzip(patientJson("5") + "\n" + patientJson("7") + "\n");
        Map<String, List<String>> before = everything();
        for (byte[] whole :
                List.of(array, ndjson, withHeader(NAME | COMMENT, "a\0b\0".getBytes(StandardCharsets.UTF_8)))) {
            for (int end = 0; end < whole.length; end++) {
                assertInvalid(Arrays.copyOf(whole, end), "Nothing was changed");
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aWrongTrailerIsRejected() {
        for (int fromEnd = 1; fromEnd <= TRAILER; fromEnd++) {
            byte[] damaged = array.clone();
            damaged[damaged.length - fromEnd] ^= 1;
            assertInvalid(damaged, "checksum");
        }
    }

    @Test
    void aDamagedByteIsRejectedUnlessTheContentIsTheSame() {
        int refused = 0;
        for (int at = PLAIN_HEADER; at < array.length - TRAILER; at++) {
            byte[] damaged = array.clone();
            damaged[at] ^= 0x10;
            try {
                assertTwoRead(damaged); // a padding bit
            } catch (InvalidSnapshotException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(array.length - TRAILER - PLAIN_HEADER - 2);
    }

    @Test
    void nothingMayFollowTheTrailer() {
        assertInvalid(join(array, new byte[] {0}), "Nothing was changed");
        assertInvalid(join(array, new byte[512]), "follows its gzip trailer");
        assertInvalid(join(array, "\n".getBytes(StandardCharsets.UTF_8)), "Nothing was changed");
        assertInvalid(join(array, new byte[] {0x1f}), "Nothing was changed");
        assertInvalid(join(array, new byte[] {0x1f, (byte) 0x8b}), "Nothing was changed");
        assertInvalid(join(array, array), "something follows the end of the array");
        assertInvalid(join(array, "[]".getBytes(StandardCharsets.UTF_8)), "follows its gzip trailer");
    }

    @Test
    void anArrayMaySpanSeveralMembers() {
        String text = array(patientJson("5"), patientJson("7"));
        byte[] members = join(gzip(text.substring(0, 20)), gzip(""), gzip(text.substring(20)), gzip(" \n"));

        assertTwoRead(members);
        for (int end = members.length - 40; end < members.length; end++) {
            int truncated = end;
            if (truncated != members.length - gzip(" \n").length) {
                assertInvalid(Arrays.copyOf(members, truncated), "Nothing was changed");
            }
        }
    }

    @Test
    void ndjsonInSeveralMembersNeedsAcceptUnterminated() {
        byte[] members = join(gzip(patientJson("5") + "\n"), gzip(patientJson("7") + "\n"));

        assertInvalid(members, "NDJSON in several gzip members");

        SyncReport report = store.sync(
                Snapshot.builder().patients(json(members)).acceptUnterminated().build());
        assertThat(report.patients().read()).isEqualTo(2);
    }

    @Test
    void emptyGzipIsRejected() {
        assertInvalid(gzip(""), "an empty set is []");
        assertThat(sync(gzip("[]")).patients().read()).isZero();
    }

    @Test
    void gzipWithinGzipIsRejected() {
        assertInvalid(gzip(array), "but looks like gzip, so it is packed twice; pack it once");
    }

    @Test
    void aFileLargerThanEveryBufferIsReadCompletely() {
        String[] records = java.util.stream.IntStream.range(0, 3_000)
                .mapToObj(i -> patientJson("" + i, "\"x\":\"" + "xyz".repeat(i % 50) + i * 7919L + "\""))
                .toArray(String[]::new);

        assertThat(sync(gzip(array(records))).patients().read()).isEqualTo(3_000);
    }

    private SyncReport sync(byte[] bytes) {
        return store.sync(Snapshot.builder().patients(json(bytes)).build());
    }

    private void assertTwoRead(byte[] bytes) {
        SyncReport report = sync(bytes);
        assertThat(report.patients().read()).isEqualTo(2);
        assertThat(report.patients().rejected()).isZero();
        assertThat(store.patient("7")).isPresent();
    }

    private void assertInvalid(byte[] bytes, String message) {
        assertThatThrownBy(() -> sync(bytes))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining(message)
                .hasNoCause();
    }

    /** The same file with optional parts in its header. */
    private byte[] withHeader(int flags, byte[] parts) {
        byte[] header = Arrays.copyOf(array, PLAIN_HEADER);
        header[3] = (byte) flags;
        byte[] checksum = (flags & HEADER_CRC) == 0 ? new byte[0] : checksum(join(header, parts));
        return join(header, parts, checksum, Arrays.copyOfRange(array, PLAIN_HEADER, array.length));
    }
}
