package io.github.patientpayments.internal.snapshot;

import static io.github.patientpayments.fixture.Gzip.checksum;
import static io.github.patientpayments.fixture.Gzip.gzip;
import static io.github.patientpayments.fixture.Gzip.join;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class StrictGzipTest {

    private static final int HEADER = 10;
    private static final int METHOD = 2;
    private static final int FLAGS = 3;
    private static final int TRAILER = 8;
    private static final byte[] TEXT = "abc abc abc \u00e4\u00ff".repeat(50).getBytes(UTF_8);

    @Test
    void oneMemberIsRead() throws IOException {
        assertContent(gzip(TEXT), TEXT, 1);
        assertContent(gzip(new byte[0]), new byte[0], 1);
    }

    @Test
    void concatenatedMembersAreReadInOrder() throws IOException {
        byte[] joined = join(gzip("one,".getBytes(UTF_8)), gzip(new byte[0]), gzip("two".getBytes(UTF_8)));

        assertContent(joined, "one,two".getBytes(UTF_8), 3);
    }

    @Test
    void aTruncatedFileIsDamagedWhereverItEnds() {
        byte[] whole = gzip(TEXT);
        for (int end = 1; end < whole.length; end++) {
            assertDamaged(Arrays.copyOf(whole, end), "it is truncated: its gzip trailer is missing");
        }
    }

    @Test
    void aTruncatedSecondMemberIsDamaged() {
        byte[] first = gzip(TEXT);
        byte[] whole = join(first, gzip(TEXT));
        for (int end = first.length + 1; end < whole.length; end++) {
            assertDamaged(Arrays.copyOf(whole, end), "it is truncated: its gzip trailer is missing");
        }
    }

    @Test
    void nothingButAMemberMayFollowATrailer() {
        for (String garbage : List.of("\n\n", "\0\0\0\0", "[]", "\u001f\u001f")) {
            assertDamaged(join(gzip(TEXT), garbage.getBytes(UTF_8)), "something that is not gzip follows");
        }
        assertDamaged(join(gzip(TEXT), new byte[] {0x1f}), "it is truncated");
    }

    @Test
    void aWrongTrailerIsDamaged() {
        byte[] whole = gzip(TEXT);
        for (int i = whole.length - TRAILER; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            assertDamaged(damaged, "its gzip checksum does not match its content");
        }
    }

    @Test
    void contentThatIsNotDeflateIsDamaged() {
        byte[] damaged = gzip(TEXT);
        damaged[HEADER] |= 7; // a block of a type that does not exist

        assertDamaged(damaged, "its gzip compression is damaged");
    }

    @Test
    void everyOptionalPartOfAHeaderIsSkipped() throws IOException {
        byte[] whole = gzip(TEXT);
        byte[] header = Arrays.copyOf(whole, HEADER);
        header[3] = 2 | 4 | 8 | 16;
        byte[] extra = new byte[2 + 300];
        extra[0] = (byte) 300;
        extra[1] = 300 >> 8;
        byte[] optional = join(header, extra, "patients.json\0nightly\0".getBytes(UTF_8));
        byte[] data = Arrays.copyOfRange(whole, HEADER, whole.length);

        assertContent(join(optional, checksum(optional), data), TEXT, 1);
        assertDamaged(join(optional, "xx".getBytes(UTF_8), data), "its gzip header is damaged");
    }

    @Test
    void theHeaderOfEveryMemberHasToBeAsItIsWritten() {
        byte[] first = gzip(TEXT);
        for (int at : new int[] {METHOD, FLAGS}) {
            for (byte[] whole : List.of(first, join(first, first))) {
                byte[] damaged = whole.clone();
                damaged[whole.length - first.length + at] ^= (byte) 0xe0;
                assertDamaged(damaged, "its gzip header is damaged");
            }
        }
    }

    /** A limit of the unpacked bytes that is checked by another reader must not be passed through this one. */
    @Test
    void whateverItReadsTheReaderOfTheJdkReadsToo() throws IOException {
        byte[] first = gzip(TEXT);
        byte[] whole = join(first, gzip(TEXT));
        for (int at = first.length; at < first.length + HEADER; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(length(new StrictGzip(new ByteArrayInputStream(changed))))
                        .as("bit %d of byte %d", bit, at - first.length)
                        .isLessThanOrEqualTo(length(new GZIPInputStream(new ByteArrayInputStream(changed))));
            }
        }
    }

    private static int length(InputStream stream) {
        int length = 0;
        try {
            while (stream.read() >= 0) {
                length++;
            }
        } catch (IOException e) {
            // what came before it counts
        }
        return length;
    }

    @Test
    void aStreamMayDeliverSingleBytes() throws IOException {
        InputStream slow = new ByteArrayInputStream(join(gzip(TEXT), gzip(TEXT))) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };

        assertThat(new StrictGzip(slow).readAllBytes()).isEqualTo(join(TEXT, TEXT));
    }

    @Test
    void singleBytesAreReadUnsigned() throws IOException {
        StrictGzip gzip = new StrictGzip(new ByteArrayInputStream(gzip(new byte[] {-1, 0})));

        assertThat(gzip.read(new byte[1], 0, 0)).isZero();
        assertThat(List.of(gzip.read(), gzip.read(), gzip.read())).containsExactly(255, 0, -1);
    }

    @Test
    void gzipIsRecognizedByItsFirstTwoBytes() {
        assertThat(StrictGzip.isGzip(new byte[] {0x1f, (byte) 0x8b})).isTrue();
        assertThat(StrictGzip.isGzip(new byte[] {0x1f})).isFalse();
        assertThat(StrictGzip.isGzip(new byte[] {0x1f, 0x1f})).isFalse();
    }

    private static void assertContent(byte[] compressed, byte[] content, int members) throws IOException {
        StrictGzip gzip = new StrictGzip(new ByteArrayInputStream(compressed));
        assertThat(gzip.readAllBytes()).isEqualTo(content);
        assertThat(gzip.members()).isEqualTo(members);
        gzip.end();
    }

    private static void assertDamaged(byte[] compressed, String problem) {
        assertThatThrownBy(() -> new StrictGzip(new ByteArrayInputStream(compressed)).readAllBytes())
                .as("%d bytes", compressed.length)
                .isInstanceOf(PackedStream.Damaged.class)
                .hasMessageStartingWith(problem);
    }
}
