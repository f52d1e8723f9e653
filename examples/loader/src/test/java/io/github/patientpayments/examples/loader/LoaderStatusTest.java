package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the store is current, for schedulers. */
class LoaderStatusTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Clock MONTH_AGO = Clock.offset(Clock.systemUTC(), Duration.ofDays(-30));
    private static final Source<PaymentData> PAYMENT =
            Source.of(List.of(PaymentData.of("501", "5", new BigDecimal("4.46"))));

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Loader loader;

    @BeforeEach
    void inFolder(@TempDir Path folder) {
        loader = new Loader(folder);
    }

    private JsonNode json(int exitCode, String... options) throws Exception {
        String[] all = new String[options.length + 2];
        all[0] = "status";
        all[1] = "--json";
        System.arraycopy(options, 0, all, 2, options.length);
        Outcome outcome = loader.run(all);
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        return JSON.readTree(outcome.out());
    }

    @Test
    void aStoreWithoutALoadIsTooOld() throws Exception {
        loader.store(store -> store);
        assertThat(loader.answer("status")).contains("There has been no run.", " payments 0 0.00 none\n");
        JsonNode never = json(ExitCode.TOO_OLD, "--max-age", "26h");
        assertThat(never.get("tooOld").asBoolean()).isTrue();
        assertThat(never.get("lastRun").isNull()).isTrue();
        assertThat(never.get("lastPatients").isNull()).isTrue();
    }

    /** A refused load makes nothing newer; one that changes nothing does. */
    @Test
    void theLastLoadOfEachTypeCounts() throws Exception {
        Clinic.files(loader);
        loader.answer("load", "--migrate", "--patients", "patients.json", "--exported-at", ago(3));
        JsonNode one = json(ExitCode.DONE, "--max-age", "4h").get("lastPatients");
        assertThat(one.get("run").asLong()).isEqualTo(1);
        assertThat(one.get("exportedAt").asText()).isEqualTo(ago(3));
        assertThat(json(ExitCode.DONE, "--max-age", "4h").get("lastPayments").isNull())
                .as("never loaded")
                .isTrue();

        loader.answer("load", "--payments", "payments.json");
        loader.run("load", "--patients", "patients.json", "--exported-at", ago(4));
        JsonNode later = json(ExitCode.DONE);
        assertThat(later.get("lastRun").get("run").asLong()).isEqualTo(3);
        assertThat(later.get("lastRun").get("status").asText()).isEqualTo("REFUSED");
        assertThat(later.get("lastPatients").get("run").asLong()).isEqualTo(1);
        assertThat(later.get("lastPayments").get("run").asLong()).isEqualTo(2);
        assertThat(later.get("totals").get("patients").asLong()).isEqualTo(3);

        loader.answer("load", "--patients", "patients.json", "--exported-at", ago(2));
        JsonNode unchanged = json(ExitCode.DONE).get("lastPatients");
        assertThat(unchanged.get("run").asLong()).isEqualTo(4);
        assertThat(unchanged.get("status").asText()).isEqualTo("UNCHANGED");
        assertThat(loader.answer("status")).contains(" 4 SNAPSHOT UNCHANGED 20", " patients 3 run 4 ");
    }

    @Test
    void anOldLoadHasAnExitCode() throws Exception {
        Clinic.loaded(loader);
        Outcome old = loader.run("status", "--max-age", "0s");
        assertThat(old.exitCode()).isEqualTo(ExitCode.TOO_OLD);
        assertThat(old.err()).isEqualTo("The patients or payments are older than --max-age, or were never loaded.\n");
        assertThat(loader.run("status", "--max-age", "1d").exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(loader.run("status", "--max-age", "26").err()).contains("'26' is not a duration such as 26h");
    }

    @Test
    void aDeltaMakesOnlyTheTypesNewerOfWhichItReadRecords() throws Exception {
        loader.store(MONTH_AGO, store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
        loader.store(store -> store.sync(
                Delta.builder().patients(Source.of(List.of())).payments(PAYMENT).build()));
        JsonNode status = json(ExitCode.TOO_OLD, "--max-age", "26h");
        assertThat(status.get("lastPatients").get("run").asLong()).isEqualTo(1);
        assertThat(status.get("lastPayments").get("run").asLong()).isEqualTo(2);

        loader.store(store -> store.sync(Delta.builder()
                .patients(Source.of(List.of(PatientData.of("8", "Roy", "Batty", null))))
                .build()));
        JsonNode both = json(ExitCode.DONE, "--max-age", "26h");
        assertThat(both.get("lastPatients").get("run").asLong()).isEqualTo(3);
        assertThat(both.get("lastPayments").get("run").asLong()).isEqualTo(2);
    }

    @Test
    void aLoadIsFoundHoweverManyRunsCameAfterIt() throws Exception {
        loader.store(MONTH_AGO, store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
        loader.store(store -> {
            for (int i = 0; i <= PageRequest.MAX_LIMIT; i++) {
                store.sync(
                        Snapshot.builder().payments(PAYMENT).build(),
                        SyncOptions.defaults().lift(Reason.DELETIONS));
            }
            return store;
        });
        JsonNode status = json(ExitCode.TOO_OLD, "--max-age", "26h");
        assertThat(status.get("lastPatients").get("run").asLong()).isEqualTo(1);
        assertThat(status.get("lastPayments").get("run").asLong()).isEqualTo(PageRequest.MAX_LIMIT + 2);
    }

    @Test
    void aLoadIsFoundAcrossRunsThatAreNotInTheLogAnyMore() throws Exception {
        Clinic.files(loader);
        loader.store(MONTH_AGO, store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
        loader.store(MONTH_AGO, store -> {
            for (int i = 0; i < 3; i++) {
                store.sync(Snapshot.builder()
                        .patients(Source.json(() -> Clinic.bytes(Clinic.PATIENTS)))
                        .build());
            }
            return store;
        });
        loader.answer("load", "--patients", "patients.json");
        loader.store(store -> {
            assertThat(store.syncRuns(10)).hasSize(3);
            return store;
        });
        JsonNode status = json(ExitCode.TOO_OLD, "--max-age", "26h");
        assertThat(status.get("lastPatients").get("run").asLong()).isEqualTo(5);
        assertThat(status.get("lastPayments").get("run").asLong()).isEqualTo(1);
    }

    @Test
    void aLoadThatWasRevertedDoesNotCount() throws Exception {
        loader.store(MONTH_AGO, store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
        loader.store(store -> store.sync(
                Snapshot.builder().payments(PAYMENT).build(),
                SyncOptions.defaults().lift(Reason.DELETIONS)));
        loader.answer("revert", "--to-run", "1", "--yes");
        JsonNode reverted = json(ExitCode.TOO_OLD, "--max-age", "26h");
        assertThat(reverted.get("lastRun").get("kind").asText()).isEqualTo("REVERT");
        assertThat(reverted.get("lastPayments").get("run").asLong()).isEqualTo(1);

        loader.answer("revert", "--to-run", "2", "--yes");
        assertThat(json(ExitCode.TOO_OLD, "--max-age", "26h")
                        .get("lastPayments")
                        .get("run")
                        .asLong())
                .isEqualTo(2);
    }

    /** An UNCHANGED load confirmed what the revert left as it was. */
    @Test
    void aRevertThatChangesNothingUndoesNoLoad() throws Exception {
        loader.store(MONTH_AGO, store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
        loader.store(store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
        loader.answer("revert", "--to-run", "1", "--yes");
        JsonNode status = json(ExitCode.DONE, "--max-age", "26h");
        assertThat(status.get("lastRun").get("status").asText()).isEqualTo("UNCHANGED");
        assertThat(status.get("lastPayments").get("run").asLong()).isEqualTo(2);
    }

    /** As after a restore of some tables only. */
    @Test
    void recordsOfWhichNoLoadIsKnownAreTooOld() throws Exception {
        Clinic.loaded(loader).answer("load", "--patients", "patients.json");
        try (Connection connection = DriverManager.getConnection(loader.url());
                Statement statement = connection.createStatement()) {
            statement.execute("SET SCHEMA patient_payments");
            statement.execute("DELETE FROM sync_run_counts WHERE run = 1");
            statement.execute("DELETE FROM sync_runs WHERE run = 1");
        }
        JsonNode status = json(ExitCode.TOO_OLD, "--max-age", "26h");
        assertThat(status.get("lastPatients").get("run").asLong()).isEqualTo(2);
        assertThat(status.get("lastPayments").isNull()).isTrue();
    }

    /** An export that is sent again and again makes nothing newer. */
    @Test
    void theAgeIsThatOfTheExport() throws Exception {
        Clinic.files(loader);
        loader.answer("load", "--migrate", "--patients", "patients.json", "--exported-at", ago(48));
        loader.answer("load", "--patients", "patients.json", "--exported-at", ago(48));
        JsonNode old = json(ExitCode.TOO_OLD, "--max-age", "47h").get("lastPatients");
        assertThat(old.get("run").asLong()).isEqualTo(2);
        assertThat(old.get("ageOf").asText()).isEqualTo("EXPORT");
        assertThat(Duration.parse(old.get("age").asText())).isBetween(Duration.ofHours(48), Duration.ofHours(49));
        json(ExitCode.DONE, "--max-age", "49h");
        assertThat(loader.answer("status")).contains(" patients 3 run 2 2d 0h EXPORT ");

        loader.answer("load", "--payments", "payments.json");
        JsonNode payments = json(ExitCode.TOO_OLD, "--max-age", "47h").get("lastPayments");
        assertThat(payments.get("ageOf").asText()).isEqualTo("LOAD");
        assertThat(Duration.parse(payments.get("age").asText())).isLessThan(Duration.ofHours(1));
    }

    /** A clock of the other system that is ahead makes nothing newer than the load. */
    @Test
    void anExportOfTheFutureIsAsOldAsItsLoad() throws Exception {
        Clinic.files(loader);
        loader.answer("load", "--migrate", "--patients", "patients.json", "--exported-at", ago(-20));
        JsonNode patients = json(ExitCode.DONE, "--max-age", "26h").get("lastPatients");
        assertThat(patients.get("ageOf").asText()).isEqualTo("LOAD");
        assertThat(Duration.parse(patients.get("age").asText())).isBetween(Duration.ZERO, Duration.ofHours(1));
    }

    private String ago(int hours) {
        return now.minus(Duration.ofHours(hours)).toString();
    }
}
