package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static io.github.patientpayments.fixture.Gzip.join;
import static io.github.patientpayments.fixture.ZipBytes.zip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.fixture.Seeds;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file that is cut, at whatever byte, changes nothing. {@code -Dstore.test.truncated=50} cuts the random files 1 to
 * 50; {@code -Dstore.test.seed} repeats one.
 */
class TruncationContract extends RecordContractTest {

    private static final String TEXTS = "aé\u20ac\uD83D\uDE42 {}[],:\\\"\n";

    static LongStream seeds() {
        return Seeds.of("store.test.truncated", 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTruncatedSetIsApplied(long seed) {
        List<String> patients = records(new Random(seed), i -> "\"firstName\":\"A\",\"lastName\":\"B\"");
        List<String> payments = records(new Random(seed), i -> "\"patientId\":0,\"amount\":1" + i);
        ControlTotals counts = ControlTotals.patients(patients.size()).withPayments(payments.size());
        List<byte[]> patientForms = forms(patients);
        List<byte[]> paymentForms = forms(payments);
        for (int form = 0; form < patientForms.size(); form++) {
            byte[] all = patientForms.get(form);
            byte[] paid = paymentForms.get(form);
            assertThat(sync(all, paid, counts).patients().rejected()).isZero();
            List<String> before = mirror();
            for (int end = 0; end < all.length; end++) {
                assertNotApplied(Arrays.copyOf(all, end), paid, counts, "seed " + seed + ", patients up to " + end);
            }
            for (int end = 0; end < paid.length; end++) {
                assertNotApplied(all, Arrays.copyOf(paid, end), counts, "seed " + seed + ", payments up to " + end);
            }
            assertThat(mirror()).isEqualTo(before);
        }
    }

    /** An array and NDJSON, plain, as gzip, in a ZIP archive, and as gzip with a member for each record. */
    private static List<byte[]> forms(List<String> records) {
        byte[] array = ("[" + String.join(",", records) + "]").getBytes(UTF_8);
        byte[] lines = String.join("\n", records).getBytes(UTF_8);
        byte[][] members = records.stream().map(record -> gzip(record + "\n")).toArray(byte[][]::new);
        return List.of(array, gzip(array), zip(array), lines, gzip(lines), zip(lines), join(members));
    }

    /** Only a cut between two lines, or members, leaves a valid set; the count shows it. */
    private void assertNotApplied(byte[] patients, byte[] payments, ControlTotals counts, String what) {
        StoreException failure = catchThrowableOfType(StoreException.class, () -> sync(patients, payments, counts));
        if (failure instanceof SnapshotRefusedException refused) {
            assertThat(refused.refusals())
                    .as(what)
                    .extracting(refusal -> refusal.reason())
                    .contains(Reason.CONTROL_TOTALS);
        } else {
            assertThat(failure).as(what).isInstanceOf(InvalidSnapshotException.class);
        }
    }

    private SyncReport sync(byte[] patients, byte[] payments, ControlTotals counts) {
        return store.sync(Snapshot.builder()
                .patients(json(patients))
                .payments(json(payments))
                .controlTotals(counts)
                .build());
    }

    /** Without the run log, which has the refused attempts. */
    private List<String> mirror() {
        return java.util.stream.Stream.of("patients", "payments", "patient_versions", "payment_versions")
                .flatMap(table -> rows("SELECT * FROM " + schema + "." + table).stream())
                .toList();
    }

    private static List<String> records(Random random, Function<Integer, String> fields) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(4, 0, TEXTS.codePointCount(0, TEXTS.length()))
                    .map(at -> TEXTS.codePointAt(TEXTS.offsetByCodePoints(0, at)))
                    .forEach(c -> text.append(c < 0x80 ? "\\u00%02x".formatted(c) : Character.toString(c)));
            records.add("{\"externalId\":" + i + "," + fields.apply(i) + ",\"x\":[\"" + text + "\",-1.5e3,true]}");
        }
        return records;
    }
}
