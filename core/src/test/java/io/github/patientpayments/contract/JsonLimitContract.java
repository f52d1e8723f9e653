package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.sync.SyncReport;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits of a record. The number of records has none. */
class JsonLimitContract extends RecordContractTest {

    private static final int MEBI = 1 << 20;

    @Test
    void aRecordHasAtMost16Levels() {
        for (String[] brackets : List.of(new String[] {"[", "]"}, new String[] {"{\"a\":", "}"})) {
            String inside = brackets[0].repeat(15) + "1" + brackets[1].repeat(15);
            assertThat(syncPatientsJson(patientJson("5", "\"x\":" + inside))
                            .patients()
                            .rejected())
                    .isZero();
            assertRefused("nested deeper than 16", patientJson("5", "\"x\":" + brackets[0] + inside + brackets[1]));
        }
        assertRefused("nested deeper than 16", "[".repeat(100_000));
        assertRefused("nested deeper than 16", patientJson("5", "\"x\":" + "{\"a\":".repeat(100_000)));
    }

    @Test
    void aRecordHasAtMostOneMebibyte() {
        int room = MEBI - patientJson("5", "\"x\":\"\"").length();
        assertThat(syncPatientsJson(patientJson("5", "\"x\":\"" + "x".repeat(room) + "\""))
                        .patients()
                        .rejected())
                .isZero();
        String[] fields = IntStream.range(0, 30_000)
                .mapToObj(i -> "\"f" + i + "\":\"" + "x".repeat(30) + "\"")
                .toArray(String[]::new);
        String[] half = Arrays.copyOf(fields, fields.length / 2);
        assertThat(syncPatientsJson(patientJson("5", half)).patients().rejected())
                .isZero();

        assertRefused("1 MiB", patientJson("5", fields));
        assertRefused("1 MiB", patientJson("5", "\"x\":\"" + "x".repeat(room + 1) + "\""));
        assertRefused("1 MiB", patientJson("5", "\"x\":\"" + "x".repeat(5 * MEBI) + "\""));
        assertRefused("1 MiB", patientJson("5", "\"x\":" + " ".repeat(2 * MEBI) + "1"));
        assertRefused("1 MiB", patientJson("5", "\"x\":" + "1".repeat(2 * MEBI)));
        assertRefused("1 MiB", patientJson("5", "\"x\":[" + "1,".repeat(MEBI) + "1]"));
        assertRefused("1 MiB", patientJson("x".repeat(2 * MEBI)));
    }

    @Test
    void fieldNamesCountTowardsTheRecordLimit() {
        assertThat(syncPatientsJson(patientJson("5", "\"" + "x".repeat(100_000) + "\":1"))
                        .patients()
                        .rejected())
                .isZero();
        assertRefused("1 MiB", patientJson("5", "\"" + "x".repeat(2 * MEBI) + "\":1"));
    }

    @Test
    void aLongKnownFieldRejectsOnlyItsRecord() {
        SyncReport report = syncPatientsJson(
                patientJson("x".repeat(100_000)), patientJson("6", "\"middleName\":\"" + "x".repeat(100_000) + "\""));

        assertThat(faults(report).get(1L)).containsExactly("externalId TOO_LONG");
        assertThat(faults(report).get(2L)).containsExactly("middleName TOO_LONG");
    }

    @Test
    void aSetHasNoSizeLimit() {
        String[] records = IntStream.range(0, 400)
                .mapToObj(i -> patientJson("" + i, "\"x\":\"" + "x".repeat(10_000) + "\""))
                .toArray(String[]::new);

        assertThat(syncPatientsJson(records).patients().inserted()).isEqualTo(400);
    }

    @Test
    void elementsThatAreNotObjectsHaveTheSameLimits() {
        SyncReport report = syncPatientsJson("7", "\"x\"", "null", "[[1],{}]", "true", "1e999999999");
        assertThat(report.patients().rejected()).isEqualTo(6);
        assertThat(faults(report).values()).allMatch(List.of("record NOT_AN_OBJECT")::equals);

        assertRefused("1 MiB", "\"" + "x".repeat(2 * MEBI) + "\"");
        assertRefused("1 MiB", "[" + "1,".repeat(MEBI) + "1]");
    }

    private void assertRefused(String message, String record) {
        assertThatThrownBy(() -> syncPatientsJson(patientJson("1"), record))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("record 2");
    }
}
