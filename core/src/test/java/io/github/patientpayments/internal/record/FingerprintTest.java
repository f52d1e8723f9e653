package io.github.patientpayments.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private final Random random = new Random(7);

    @Test
    void theOrderOfRecordsDoesNotMatter() {
        List<long[]> hashes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            hashes.add(new long[] {random.nextLong(), random.nextLong()});
        }
        String fingerprint = of(hashes);

        for (int i = 0; i < 10; i++) {
            Collections.shuffle(hashes, random);
            assertThat(of(hashes)).isEqualTo(fingerprint);
        }
    }

    @Test
    void equalRecordsDoNotCancelEachOtherOut() {
        long[] ann = {1, 2};
        long[] bob = {1, 3};
        assertThat(List.of(
                        of(List.of()),
                        of(List.of(ann)),
                        of(List.of(ann, ann)),
                        of(List.of(ann, ann, ann)),
                        of(List.of(ann, bob)),
                        of(List.of(ann, ann, bob))))
                .doesNotHaveDuplicates();
    }

    @Test
    void theHashesOfAllRecordsAreAddedIn128Bits() {
        Fingerprint fingerprint = new Fingerprint(List.of());
        assertThat(fingerprint.text()).isEqualTo("0".repeat(32));
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 1_000; i++) {
            long[] hash = {random.nextLong(), random.nextLong()};
            fingerprint.add(hash[0], hash[1]);
            sum = sum.add(new BigInteger(of(List.of(hash)), 16));
            assertThat(new BigInteger(fingerprint.text(), 16)).isEqualTo(sum.mod(BigInteger.TWO.pow(128)));
            assertThat(fingerprint.text()).matches("[0-9a-f]{32}");
        }
    }

    private static String of(List<long[]> hashes) {
        Fingerprint fingerprint = new Fingerprint(List.of());
        hashes.forEach(hash -> fingerprint.add(hash[0], hash[1]));
        return fingerprint.text();
    }
}
