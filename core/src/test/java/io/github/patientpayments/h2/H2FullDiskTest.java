package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk that becomes full during a sync. On request, since only root can make a small file system: {@code mount -t
 * tmpfs -o size=24m tmpfs /mnt/small}, then {@code -Dreliability.smallDisk=/mnt/small}.
 */
class H2FullDiskTest {

    private static final int FREE = 1 << 20;

    static Stream<Path> smallDisks() {
        return Stream.ofNullable(System.getProperty("reliability.smallDisk")).map(Path::of);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("smallDisks")
    void aSyncThatFillsTheDiskChangesNothingAndTheNextOneSucceeds(Path disk) throws IOException {
        Path folder = Files.createTempDirectory(disk, "store");
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0");
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();
        store.migrate();
        store.sync(patients(0, 1_000));
        Path filler = Files.write(
                folder.resolve("filler"), new byte[(int) disk.toFile().getUsableSpace() - FREE]);

        assertThatThrownBy(() -> store.sync(patients(0, 20_000)))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageContaining("no space is left");

        Files.delete(filler);
        assertThat(store.totals(PatientFilter.all()).patients()).isEqualTo(1_000);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
        assertThat(store.sync(patients(0, 2_000)).patients().inserted()).isEqualTo(1_000);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }

    private static Snapshot patients(int from, int to) {
        return Snapshot.builder()
                .patients(Source.once(IntStream.range(from, to).mapToObj(H2FullDiskTest::patient)))
                .build();
    }

    private static PatientData patient(int i) {
        return PatientData.builder()
                .externalId("P" + i)
                .firstName("First" + i)
                .lastName("Last" + i)
                .build();
    }
}
