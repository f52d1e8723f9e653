package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database file of H2 that can't be read. */
class H2DamagedFileTest {

    @Test
    void aHeaderThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + folder.resolve("store"));
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();
        store.migrate();
        Path file = folder.resolve("store.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 8_192, (byte) 7);
        Files.write(file, bytes);

        assertThatThrownBy(() -> store.syncRuns(1))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageContainingAll("file of H2 is damaged", "nothing was changed", "restore it");
    }
}
