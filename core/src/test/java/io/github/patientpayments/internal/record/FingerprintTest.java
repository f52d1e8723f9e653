package io.github.patientpayments.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final String[] ANN = {"patient", "1", "Ann", "Lee", "M", "1980-01-31"};
    private static final String[] BOB = {"patient", "2", "Bob", "Lee", "M", "1980-01-31"};

    /** Stored fingerprints are compared with new ones: another algorithm needs another value of {@code RULES}. */
    @Test
    void theAlgorithmIsFixed() {
        assertThat(new Fingerprint().text()).isEqualTo("0".repeat(32));
        assertThat(of(ANN)).isEqualTo("6d59db09703c40e3458b0bdeccc1d4b2");
    }

    @Test
    void theOrderOfRecordsDoesNotMatter() {
        Random random = new Random(7);
        List<String[]> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(new String[] {"payment", "" + i, "1", "5.00"});
        }
        String fingerprint = of(records.toArray(String[][]::new));

        for (int i = 0; i < 10; i++) {
            Collections.shuffle(records, random);
            assertThat(of(records.toArray(String[][]::new))).isEqualTo(fingerprint);
        }
    }

    @Test
    void theOrderOfValuesMatters() {
        assertThat(of(values("patient", "1", "Ann", "Lee"))).isNotEqualTo(of(values("patient", "1", "Lee", "Ann")));
    }

    @Test
    void textThatMovesFromOneValueToTheNextIsNoticed() {
        assertThat(List.of(
                        of(values("ab", "c")),
                        of(values("a", "bc")),
                        of(values("abc", "")),
                        of(values("", "abc")),
                        of(values("abc"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMissingValueIsNotAnEmptyOne() {
        assertThat(List.of(of(values("1", null)), of(values("1", "")), of(values(null, "1")), of(values("1"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void equalRecordsDoNotCancelEachOtherOut() {
        assertThat(List.of(of(), of(ANN), of(ANN, ANN), of(ANN, ANN, ANN), of(ANN, BOB), of(ANN, ANN, BOB)))
                .doesNotHaveDuplicates();
    }

    @Test
    void theHashesOfAllRecordsAreAddedIn128Bits() {
        Fingerprint fingerprint = new Fingerprint();
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 1_000; i++) {
            String[] record = {"payment", "" + i};
            fingerprint.add(record);
            sum = sum.add(new BigInteger(of(record), 16));
            assertThat(new BigInteger(fingerprint.text(), 16)).isEqualTo(sum.mod(BigInteger.TWO.pow(128)));
        }
    }

    @Test
    void aFingerprintHas32Digits() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(of(values("" + i))).matches("[0-9a-f]{32}");
        }
    }

    private static @Nullable String[] values(@Nullable String... values) {
        return values;
    }

    private static String of(@Nullable String[]... records) {
        Fingerprint fingerprint = new Fingerprint();
        for (@Nullable String[] record : records) {
            fingerprint.add(record);
        }
        return fingerprint.text();
    }
}
