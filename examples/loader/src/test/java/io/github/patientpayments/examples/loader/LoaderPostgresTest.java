package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The loader with a PostgreSQL server. */
class LoaderPostgresTest {

    private final String schema =
            "s" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private Loader loader;

    @BeforeEach
    void files(@TempDir Path folder) {
        loader = new Loader(folder);
        Clinic.files(loader);
    }

    private JavaProgram process(int port, String... arguments) {
        return loader.process(Stream.concat(Arrays.stream(arguments), Stream.of("--schema", schema))
                        .toArray(String[]::new))
                .with("PATIENT_PAYMENTS_JDBC_URL", "jdbc:postgresql://localhost:" + port + "/postgres")
                .with("PATIENT_PAYMENTS_USER", "postgres")
                .with("PATIENT_PAYMENTS_PASSWORD", "postgres");
    }

    private Outcome run(String... arguments) {
        return loader.run(
                Stream.concat(Arrays.stream(arguments), Stream.of("--schema", schema, "--jdbc-url", Postgres.url()))
                        .toArray(String[]::new));
    }

    private PatientPaymentStore loaded() {
        PatientPaymentStore store = PatientPaymentStore.builder(
                        Postgres.server().getPostgresDatabase())
                .schema(schema)
                .build();
        store.migrate();
        Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS);
        return store;
    }

    @Test
    void aLoadCreatesTheSchemaOnlyWithMigrate() throws Exception {
        Outcome missing = run("load", "--patients", "patients.json");
        assertThat(missing.exitCode()).as(missing.err()).isEqualTo(ExitCode.DATABASE);
        assertThat(missing.err()).contains("load --migrate").hasLineCount(1);

        Outcome loaded = Outcome.of(process(
                Postgres.server().getPort(),
                "load",
                "--migrate",
                "--patients",
                "patients.json",
                "--payments",
                "payments.json"));
        assertThat(loaded.err()).isEmpty();
        assertThat(loaded.out()).contains("Run 1, APPLIED");
        assertThat(loader.hasDatabase()).isFalse();
        assertThat(run("totals", "--json").out())
                .isEqualTo("{\"patients\":3,\"payments\":6,\"sum\":\"52.12\",\"min\":\"2.29\",\"max\":\"23.32\","
                        + "\"mean\":\"8.6867\"}\n");
    }

    @Test
    void aLoadWaitsForAnotherWriterUntilTheTimeout() throws Exception {
        String before = Loader.everything(loaded());
        try (Connection other = Postgres.server().getPostgresDatabase().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");
            loader.file("patients.json", Clinic.PATIENTS.replace("Batti", "Batty"));
            Outcome busy = run("load", "--patients", "patients.json", "--lock-timeout", "1");
            assertThat(busy.exitCode()).isEqualTo(ExitCode.BUSY);
            assertThat(busy.err())
                    .contains("Another writer holds the lock", "waited 1 s", "--lock-timeout SECONDS")
                    .hasLineCount(1);
            other.rollback();
        }
        assertThat(Loader.everything(loaded())).isEqualTo(before);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anInterruptedLoadChangesNothing() throws Exception {
        PatientPaymentStore store = loaded();
        String before = Loader.everything(store);
        Outcome interrupted =
                Outcome.of(process(Postgres.server().getPort(), "load", "--patients", "-", "--lift", "deletions,empty")
                        .feeding(Signals.inTheMiddleOf(Clinic.patients(40_000), "TERM", 500)));
        assertThat(interrupted.exitCode()).isEqualTo(143);
        assertThat(interrupted.output()).isEqualTo("patient-payments: stopped; nothing was changed.\n");
        assertThat(Loader.everything(store)).isEqualTo(before);
        assertThat(Clinic.sync(store, Clinic.PATIENTS.replace("Batti", "Batty"), Clinic.PAYMENTS)
                        .patients()
                        .updated())
                .as("updates, since the lock is free")
                .isEqualTo(1);
    }

    @Test
    void aLostConnectionDuringCommitIsReportedWithTheAttempt() throws Exception {
        PatientPaymentStore store = loaded();
        loader.file("patients.json", Clinic.PATIENTS.replace("Batti", "Batty"));
        Outcome unknown;
        try (CommitCutter cutter = new CommitCutter(Postgres.server().getPort())) {
            unknown = Outcome.of(process(cutter.port(), "load", "--patients", "patients.json", "--json"));
        }
        assertThat(unknown.exitCode()).as(unknown.err()).isEqualTo(ExitCode.DATABASE);
        assertThat(unknown.err()).contains("it is unknown whether attempt").hasLineCount(1);
        String attempt = unknown.err().replaceAll("(?s).*runs --attempt ([0-9a-f-]{36}).*", "$1");
        assertThat(unknown.out())
                .startsWith("{\"outcome\":\"unknown\",\"detail\":\"The connection was lost during COMMIT")
                .endsWith(",\"attempt\":\"" + attempt + "\"}\n");
        Outcome answer = run("runs", "--attempt", attempt, "--json");
        assertThat(answer.out()).isEqualTo("{\"items\":[],\"next\":null}\n");
        assertThat(store.patient("8").orElseThrow().lastName()).isEqualTo("Batti");
    }
}
