package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static io.github.patientpayments.fixture.Gzip.join;
import static io.github.patientpayments.fixture.ZipBytes.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.fixture.ZipBytes;
import io.github.patientpayments.fixture.ZipBytes.Form;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ZIP archive with one file is that file, and rejected unless it is complete to the last byte of its end record. */
class ZipContract extends RecordContractTest {

    /** Names of entries may be names of people. */
    private static final String NAME = "Deckard.json";

    private static final String ARRAY = array(patientJson("5"), patientJson("7"));
    private static final String LINES = patientJson("5") + "\n" + patientJson("7") + "\n";
    private static final String CSV = "externalId,firstName,lastName\n5,Rick,Deckard\n7,Rick,Deckard\n";

    private static final int FLAGS = 6;
    private static final int METHOD = 8;
    private static final int LOCAL_HEADER = 30;
    private static final int END_RECORD = 22;
    private static final int ZIP64_END_RECORDS = 56 + 20;

    @BeforeEach
    void aPatient() {
        syncPatients(patient("5"));
    }

    @Test
    void aZipArchiveIsRecognized() {
        assertTwoRead(zip(ARRAY));
        assertTwoRead(zip("\uFEFF" + ARRAY));
        assertTwoRead(zip(LINES));
    }

    @ParameterizedTest
    @EnumSource
    void everyFormIsRead(Form form) {
        assertTwoRead(zip(form, ARRAY));
        assertTwoRead(new ZipBytes().add(NAME, form, LINES).end("nightly"));
        assertThat(sync(zip(form, "[]")).patients().read()).isZero();
    }

    @Test
    void csvInAZipArchiveNeedsNoControlCount() {
        assertTwoRead(store.sync(Snapshot.builder().patients(csv(zip(CSV))).build()));
        assertThatThrownBy(() -> store.sync(Snapshot.builder()
                        .patients(csv(zip(CSV.stripTrailing())))
                        .build()))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining("its last line has no end");
    }

    @Test
    void directoriesAndWhatMacosAddsAreNoFiles() {
        for (Form form : Form.values()) {
            assertTwoRead(new ZipBytes()
                    .add("export/", form, "")
                    .add(".DS_Store", Form.DEFLATED, "Bud1")
                    .add("export/.DS_Store", Form.STORED, "Bud1")
                    .add("export/" + NAME, form, ARRAY)
                    .add("__MACOSX/export/._" + NAME, Form.DESCRIPTOR, "Mac OS X")
                    .add("export/empty/", Form.STORED, "")
                    .end(""));
        }
    }

    @Test
    void anArchiveWithoutAFileIsRejected() {
        String noFile = "it is a ZIP archive with no file, but a set is one file; send an archive with one file, or"
                + " unpack it";
        assertInvalid(new ZipBytes().end(""), noFile);
        assertInvalid(new ZipBytes().add("export/", Form.STORED, "").end(""), noFile);
        assertInvalid(new ZipBytes().add("__MACOSX/a", Form.STORED, ARRAY).end(""), noFile);
    }

    @Test
    void anArchiveWithSeveralFilesIsRejected() {
        String other = array(patientJson("9"));
        for (Form form : Form.values()) {
            assertInvalid(
                    new ZipBytes().add(NAME, form, ARRAY).add("b", form, other).end(""),
                    "it is a ZIP archive with 2 files, but a set is one file; send an archive with one file");
        }
        ZipBytes three = new ZipBytes().add("a", Form.DEFLATED, ARRAY).add("b/", Form.STORED, "");
        assertInvalid(
                three.add("b/a", Form.STORED, other).add("b", Form.STORED, "").end(""), "with 3 files");
        String large = "x".repeat(2 << 20);
        assertInvalid(
                new ZipBytes()
                        .add("a", Form.DEFLATED, ARRAY)
                        .add("b", Form.DEFLATED, large)
                        .add("c", Form.STORED, other)
                        .end(""),
                "with at least 2 files");
        ZipBytes directories = new ZipBytes().add("a", Form.DEFLATED, ARRAY).add("b", Form.DEFLATED, other);
        for (int i = 0; i < 40_000; i++) {
            directories.add("a/", Form.STORED, "");
        }
        assertInvalid(directories.end(""), "with at least 2 files");
        assertThat(store.patient("9")).isEmpty();
    }

    /** Of the patients and the payments in one archive, the first are not always meant. */
    @Test
    void thatTheFirstOfSeveralFilesIsNotTheSetIsNotReported() {
        for (String first : List.of("Read me!", "id,name\n1,A\n", "[1", ARRAY + "]", "\u0000\u0001", CSV)) {
            byte[] archive = new ZipBytes()
                    .add("a", Form.DESCRIPTOR, first)
                    .add(NAME, Form.DEFLATED, ARRAY)
                    .end("");
            assertInvalid(archive, "with 2 files");
            if (!first.equals(CSV)) {
                assertThatThrownBy(() -> store.sync(
                                Snapshot.builder().patients(csv(archive)).build()))
                        .hasMessageContaining("with 2 files");
            }
            assertThatThrownBy(() -> sync(zip(first))).hasMessageNotContaining("a ZIP archive with");
        }
    }

    @Test
    void aTruncatedArchiveIsRejectedWhereverItEnds() {
        List<byte[]> archives = new ArrayList<>(List.of(zip(ARRAY), zip(LINES)));
        for (Form form : Form.values()) {
            archives.add(new ZipBytes()
                    .add("a/", Form.STORED, "")
                    .add(NAME, form, LINES)
                    .add(".DS_Store", form, "Bud1")
                    .end("nightly"));
        }
        Map<String, List<String>> before = everything();
        for (byte[] whole : archives) {
            for (int end = 0; end < whole.length; end++) {
                assertInvalid(Arrays.copyOf(whole, end), end < 4 ? "" : "it is truncated: the end of its ZIP archive");
            }
        }
        for (int end = 0; end < zip(CSV).length; end++) {
            Source.Csv cut = csv(Arrays.copyOf(zip(CSV), end));
            assertThatThrownBy(() -> store.sync(Snapshot.builder().patients(cut).build()))
                    .isInstanceOf(InvalidSnapshotException.class);
        }
        assertThat(everything()).isEqualTo(before);
        assertTwoRead(archives.get(archives.size() - 1));
    }

    /** All but versions, times, attributes, comments and flags that mean nothing for the content. */
    @ParameterizedTest
    @EnumSource
    void aDamagedByteIsRejectedUnlessItMeansNothing(Form form) {
        ZipBytes writer = new ZipBytes().add(NAME, form, ARRAY);
        byte[] whole = writer.end("nightly");
        List<Integer> accepted = new ArrayList<>();
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            try {
                assertTwoRead(sync(damaged));
                accepted.add(at);
            } catch (InvalidSnapshotException e) {
                assertThat(e).hasMessageNotContaining("Deckard");
            }
        }
        assertThat(meaningless(writer.directoryAt(), whole.length, form)).containsAll(accepted);
    }

    private static List<Integer> meaningless(int directory, int length, Form form) {
        List<Integer> places = new ArrayList<>(List.of(4, 5, 6, 7, 10, 11, 12, 13));
        IntStream.of(4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 36, 37, 38, 39, 40, 41)
                .forEach(at -> places.add(directory + at));
        int content = LOCAL_HEADER + NAME.length();
        if (form != Form.STORED) {
            IntStream.range(content, directory - form.descriptorLength()).forEach(places::add); // a padding bit
        }
        int end = length - "nightly".length();
        IntStream.range(end, length).forEach(places::add);
        boolean zip64 = form == Form.ZIP64 || form == Form.ZIP64_DESCRIPTOR;
        int directoryEnd = end - END_RECORD - (zip64 ? ZIP64_END_RECORDS : 0);
        IntStream.range(directoryEnd - "note".length(), directoryEnd).forEach(places::add);
        if (zip64) {
            IntStream.range(12, 16).forEach(at -> places.add(directoryEnd + at)); // versions
        }
        return places;
    }

    @Test
    void nothingMayFollowTheEnd() {
        byte[] whole = zip(ARRAY);
        for (byte[] more : List.of(new byte[1], "\n".getBytes(UTF_8), new byte[100_000], whole)) {
            assertInvalid(join(whole, more), "something follows the end of its ZIP archive");
        }
    }

    @Test
    void whatCanNotBeUnpackedIsNamed() {
        byte[] whole = zip(Form.DEFLATED, ARRAY);
        assertInvalid(changed(whole, FLAGS, 1), "its ZIP archive is encrypted; send it without a password");
        assertInvalid(
                changed(whole, METHOD, 12),
                "with a method other than deflate (method 12); compress it with deflate or gzip");
        assertInvalid(changed(whole, METHOD + 1, 1), "(method 264)");
        assertInvalid(changed(whole, FLAGS, 32), "with a method other than deflate");
        assertInvalid(changed(zip(Form.STORED, ARRAY), FLAGS, 8), "a file without compression whose size comes after");
        byte[] split = whole.clone();
        split[whole.length - END_RECORD + 4] = 1;
        assertInvalid(split, "it is a part of a split ZIP archive");
        // Also of an entry that is no file.
        byte[] ignored = new ZipBytes()
                .add("a/", Form.STORED, "")
                .add(NAME, Form.STORED, ARRAY)
                .end("");
        assertInvalid(changed(ignored, FLAGS, 1), "is encrypted");
    }

    @Test
    void aDirectoryHasNoContent() {
        for (Form form : List.of(Form.STORED, Form.DEFLATED, Form.DESCRIPTOR)) {
            assertInvalid(
                    new ZipBytes().add(NAME, form, ARRAY).add("a/", form, ARRAY).end(""),
                    "a directory in its ZIP archive has content");
        }
    }

    /** Programs that read the directory, and those that read what comes first, would see other files. */
    @Test
    void theCentralDirectoryHasExactlyWhatComesBeforeIt() {
        String different = "the central directory of its ZIP archive does not match its entries";
        ZipBytes writer = new ZipBytes().add(NAME, Form.DEFLATED, ARRAY);
        byte[] one = writer.end("");
        byte[] entry = Arrays.copyOf(one, writer.directoryAt());
        byte[] header = Arrays.copyOfRange(one, entry.length, one.length - END_RECORD);
        assertTwoRead(archive(entry, header, 1));
        assertInvalid(archive(entry, join(header, header), 2), different);
        assertInvalid(archive(entry, new byte[0], 0), different);
        assertInvalid(archive(entry, header, 2), different);
        assertInvalid(archive(entry, header, 0xffff), different);

        ZipBytes more = new ZipBytes().add(NAME, Form.DEFLATED, ARRAY).add("a/", Form.STORED, "");
        byte[] both = Arrays.copyOf(more.end(""), more.directoryAt());
        assertInvalid(archive(both, header, 1), different);
    }

    /** An archive whose end record agrees with its directory. */
    private static byte[] archive(byte[] entries, byte[] headers, int number) {
        byte[] end = new ZipBytes().end("");
        putInt(end, 8, number | number << 16);
        putInt(end, 12, headers.length);
        putInt(end, 16, entries.length);
        return join(entries, headers, end);
    }

    /** One of which the directory sees an entry within the content of another. */
    @Test
    void entriesDoNotOverlap() {
        byte[] inner =
                new ZipBytes().add("a", Form.STORED, array(patientJson("9"))).end("");
        ZipBytes writer = new ZipBytes().add("__MACOSX/a", Form.STORED, inner, ZipBytes.checksum(inner), inner.length);
        byte[] whole = writer.add(NAME, Form.STORED, ARRAY).end("");
        assertTwoRead(whole);
        byte[] overlapping = whole.clone();
        putInt(overlapping, writer.directoryAt() + 42, LOCAL_HEADER + "__MACOSX/a".length());
        assertInvalid(overlapping, "does not match its entries");
    }

    @Test
    void somethingBetweenTwoEntriesIsRejected() {
        ZipBytes writer = new ZipBytes().add(NAME, Form.DEFLATED, ARRAY);
        byte[] whole = writer.end("");
        int at = writer.directoryAt();
        byte[] end = Arrays.copyOfRange(whole, at, whole.length);
        putInt(end, end.length - 6, at + 4);
        assertInvalid(join(Arrays.copyOf(whole, at), new byte[4], end), "its ZIP archive is damaged");
        assertInvalid(join(Arrays.copyOf(whole, at), gzip(ARRAY)), "its ZIP archive is damaged");
    }

    @Test
    void whatIsPackedTwiceIsRejected() {
        assertInvalid(zip(zip(ARRAY)), "but looks like a ZIP archive, so it is packed twice; pack it once");
        assertInvalid(zip(gzip(ARRAY)), "but looks like gzip, so it is packed twice; pack it once");
        assertInvalid(gzip(zip(ARRAY)), "but looks like a ZIP archive, so it is packed twice");
        assertInvalid(gzip(gzip(ARRAY)), "but looks like gzip, so it is packed twice");
        assertThatThrownBy(() -> store.sync(
                        Snapshot.builder().patients(csv(zip(zip(CSV)))).build()))
                .hasMessageContaining("looks like a ZIP archive, so it is packed twice");
    }

    @Test
    void anArchiveLargerThanEveryBufferIsReadCompletely() {
        String[] records = IntStream.range(0, 3_000)
                .mapToObj(i -> patientJson("" + i, "\"x\":\"" + "xyz".repeat(i % 50) + i * 7919L + "\""))
                .toArray(String[]::new);

        for (Form form : Form.values()) {
            assertThat(sync(zip(form, array(records))).patients().read()).isEqualTo(3_000);
        }
    }

    /** The rest of the archive is limited, whatever it unpacks to. */
    @Test
    void whatIsNoFileIsReadUpToAMebibyte() {
        String large = " ".repeat(2 << 20);
        assertInvalid(
                new ZipBytes()
                        .add("__MACOSX/a", Form.DEFLATED, large)
                        .add(NAME, Form.DEFLATED, ARRAY)
                        .end(""),
                "more than 1 MiB that belongs to no file");
        assertInvalid(
                new ZipBytes()
                        .add(NAME, Form.DEFLATED, ARRAY)
                        .add("__MACOSX/a", Form.DEFLATED, large)
                        .end(""),
                "more than 1 MiB that belongs to no file");
    }

    /** With bits of a byte of the first local header set. */
    private static byte[] changed(byte[] archive, int at, int bits) {
        byte[] changed = archive.clone();
        changed[at] |= (byte) bits;
        return changed;
    }

    private static void putInt(byte[] bytes, int at, int number) {
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[at + i] = (byte) (number >> (8 * i));
        }
    }

    private SyncReport sync(byte[] bytes) {
        return store.sync(Snapshot.builder().patients(json(bytes)).build());
    }

    private void assertTwoRead(byte[] bytes) {
        assertTwoRead(sync(bytes));
    }

    private void assertTwoRead(SyncReport report) {
        assertThat(report.patients().read()).isEqualTo(2);
        assertThat(report.patients().rejected()).isZero();
        assertThat(store.patient("7")).isPresent();
    }

    private void assertInvalid(byte[] bytes, String message) {
        assertThatThrownBy(() -> sync(bytes))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("Nothing was changed")
                .hasMessageNotContaining("Deckard")
                .hasNoCause();
    }
}
