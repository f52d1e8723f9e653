package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.job.DropFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncJobMainTest {

    @TempDir
    Path folder;

    @Test
    void eachLookAppliesWhatIsThereAndOutlivesAFailure() throws IOException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:sync-job;DB_CLOSE_DELAY=-1");
        PatientPaymentStore store = PatientPaymentStore.builder(database).build();
        Files.writeString(
                folder.resolve("patients-2026-09-01T0200.json"),
                "[{\"externalId\":8,\"firstName\":\"Roy\",\"lastName\":\"Batti\"}]");
        Files.writeString(
                folder.resolve("payments-2026-09-01T0200.json"),
                "[{\"externalId\":501,\"patientId\":8,\"amount\":7.10}]");

        String printed = Printed.by(out -> {
            SyncJobMain job = new SyncJobMain(
                    DropFolder.builder(store, folder).quiet(Duration.ZERO).build(), out);
            job.look();
            store.migrate();
            job.look();
            job.look();
        });

        assertThat(printed)
                .containsPattern("call migrate\\(\\) once.*\\R2026-09-01T0200 DONE: .*2026-09-01T0200.txt\\R$");
        assertThat(store.payment("501")).isPresent();
        assertThat(folder.resolve("done/payments-2026-09-01T0200.json")).exists();
    }
}
