package io.github.patientpayments.internal.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.patientpayments.fixture.Gzip;
import io.github.patientpayments.fixture.HostileTexts;
import io.github.patientpayments.fixture.ZipBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Valid files, damaged at random. {@code -Dstore.test.mutations=1000000} damages more of them, and
 * {@code -Dstore.test.seed} others. {@code core/fuzz} is guided by coverage.
 */
class MutatedFilesTest {

    private static final String PATIENT =
            "{\"externalId\":\"é1\",\"firstName\":\"A\\n\\ud83d\\ude42\",\"lastName\":\"B\","
                    + "\"middleName\":null,\"dateOfBirth\":\"1980-01-31\",\"x\":[{\"y\":-1.5e3},true]}";
    private static final String PAYMENT = "{\"externalId\":501,\"patientId\":\"é1\",\"amount\":-12.3400}";

    private static final String CSV = """
            externalId,firstName,lastName,middleName,dateOfBirth,deleted
            é1,"A ""x""\n,",B,,1980-01-31,\r
            #

            2,C,D,E,,true
            """;

    private static final List<String> PIECES = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\n",
            " ",
            "\\ud800",
            "\\u0000",
            "\uFEFF",
            "null",
            "-",
            "0",
            "1e999999999",
            "\"deleted\":true,",
            "\"amount\":1,",
            "/*",
            "NaN",
            "\r",
            "\"\"",
            ";",
            "end\n",
            "#");

    @Test
    void areRecordsOrInvalidAndNothingElse() {
        long seed = Long.getLong("store.test.seed", 1);
        Random random = new Random(seed);
        List<byte[]> files = files();
        for (int i = 0; i < Integer.getInteger("store.test.mutations", 3_000); i++) {
            byte[] damaged = files.get(random.nextInt(files.size()));
            for (int times = random.nextInt(4); times >= 0; times--) {
                damaged = damaged(damaged, files.get(random.nextInt(files.size())), random);
            }
            check(damaged, "seed " + seed + ", file " + i);
        }
    }

    private static void check(byte[] bytes, String which) {
        try {
            ReaderCheck.check(bytes);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    which + ", in base64: " + Base64.getEncoder().encodeToString(bytes), e);
        }
    }

    private static List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        for (String record : List.of(PATIENT, PAYMENT)) {
            for (String text : List.of("[" + record + "," + record + "]", record + "\n" + record + "\n")) {
                files.add(text.getBytes(UTF_8));
                files.add(Gzip.gzip(text));
                files.add(ZipBytes.zip(text));
                files.add(ZipBytes.zip(ZipBytes.Form.STORED, text));
            }
            files.add(Gzip.join(Gzip.gzip(record + "\n"), Gzip.gzip(record)));
        }
        files.add(CSV.getBytes(UTF_8));
        files.add(Gzip.gzip(CSV));
        files.add(ZipBytes.zip(CSV));
        files.add(ZipBytes.zip(ZipBytes.Form.ZIP64_DESCRIPTOR, CSV));
        HostileTexts.jsonFiles("y_").values().stream()
                .filter(file -> file.length < 100)
                .forEach(files::add);
        return files;
    }

    /** One change: a bit, a byte, a piece of JSON, a part that is missing or repeated, or the end of another file. */
    private static byte[] damaged(byte[] file, byte[] other, Random random) {
        int from = random.nextInt(file.length + 1);
        int to = Math.min(file.length, from + random.nextInt(10));
        byte[] start = Arrays.copyOf(file, from);
        byte[] end = Arrays.copyOfRange(file, to, file.length);
        byte[] middle = Arrays.copyOfRange(file, from, to);
        return switch (random.nextInt(7)) {
            case 0 -> start;
            case 1 -> Gzip.join(start, end);
            case 2 -> Gzip.join(start, middle, middle, end);
            case 3 -> Gzip.join(start, new byte[] {(byte) random.nextInt()}, end);
            case 4 -> Gzip.join(start, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
            case 5 -> Gzip.join(start, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8), middle, end);
            default -> flipped(file, random);
        };
    }

    private static byte[] flipped(byte[] file, Random random) {
        byte[] flipped = file.clone();
        if (file.length > 0) {
            flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }
}
