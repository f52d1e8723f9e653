package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.FaultyConnection.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.EveryLog;
import io.github.patientpayments.fixture.FaultyConnection;
import io.github.patientpayments.fixture.FaultyConnection.Fault;
import io.github.patientpayments.fixture.FaultyConnection.Kind;
import io.github.patientpayments.fixture.JsonFiles;
import io.github.patientpayments.fixture.PostgresDatabase;
import io.github.patientpayments.fixture.Seen;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where personal data go. Every value of every record is a canary, which is looked for in all logs at all levels, in
 * what a host might log, and in the log of the server with its default settings.
 */
class PrivacyContract extends ContractTest {

    private static final Pattern ERASED = Pattern.compile(CanaryRuns.ERASED);

    /** From so many payments on, PostgreSQL makes an index with the help of other processes. */
    private static final int MANY = 100_000;

    private EveryLog log;
    private long begin;

    @BeforeEach
    void listen() throws IOException {
        begin = serverLog().isPresent() ? Files.size(serverLog().orElseThrow()) : 0;
        log = new EveryLog();
    }

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    @Test
    void whatAStoreDoesRevealsNoValue() throws IOException {
        Seen before = new Seen();
        new CanaryRuns(this::over, before).runs();
        Seen afterwards = new Seen();
        new CanaryRuns(this::over, afterwards).erasure();

        assertSilent(before);
        assertSilent(afterwards);
        assertThat(before.cursors()).hasSizeGreaterThan(20);
        assertThat(afterwards.values())
                .hasSizeGreaterThan(100)
                .filteredOn(ERASED.asPredicate())
                .as("of the erased one")
                .isEmpty();
        assertThat(inServerLog()).isEmpty();
        assertThat(log.driver(Level.FINEST).anyMatch(CanaryRuns.VALUE.asPredicate()))
                .as("bound values, as docs/operations.md says")
                .isEqualTo(database.postgres());
    }

    /** Whose message contains a row, as those of databases do. */
    @Test
    void aFaultRevealsNoValue() throws SQLException {
        store.sync(CanaryRuns.night(12, 0));
        Seen failures = new Seen();
        try (FaultyConnection host = new FaultyConnection(database, isolation)) {
            PatientPaymentStore faulty = options(PatientPaymentStore.builder(host.dataSource()), UNGUARDED);
            List<Runnable> calls = List.of(
                    () -> faulty.sync(CanaryRuns.night(11, 1)),
                    () -> faulty.erase(CanaryRuns.ERASED),
                    () -> faulty.patients(PatientFilter.all(), PageRequest.by(PatientSort.NAME)),
                    () -> faulty.history().changes(faulty.history().beginning(), 10));
            for (Runnable call : calls) {
                boolean reached = true;
                for (int k = 1; reached; k += 7) {
                    host.begin(true, List.of(new Fault(k, Kind.BEFORE, k % 2 == 0 ? "23505" : LOST, k % 4 == 1)));
                    failures.failure(catchThrowable(call::run));
                    reached = host.calls().size() >= k;
                }
            }
        }

        assertThat(failures.failures()).hasSizeGreaterThan(50);
        assertSilent(failures);
    }

    /** The server logs the row: that is the host's own doing. But no statement has a value in its text. */
    @ParameterizedTest
    @CsvSource({
        "patient_stage, first_name <> 'CanaryName1'",
        "patient_diff, first_name <> 'CanaryName1'",
        "patients, first_name <> 'CanaryName1'",
        "patient_versions, first_name <> 'CanaryName0'",
        "payment_stage, amount <> 9182736.23",
        "payment_diff, amount <> 9182736.23",
        "payments, amount <> 9182736.23",
        "payment_versions, amount <> 9182736.11",
        "rejections, run < 2"
    })
    void aConstraintOfTheHostRevealsNoValue(String table, String condition) throws IOException {
        store.sync(CanaryRuns.night(12, 0));
        Seen failure = new Seen();
        database.execute("ALTER TABLE " + schema + "." + table + " ADD CONSTRAINT hosts CHECK (" + condition + ")");
        try {
            failure.failure(catchThrowable(() -> store.sync(CanaryRuns.night(12, 1))));
        } finally {
            database.execute("ALTER TABLE " + schema + "." + table + " DROP CONSTRAINT hosts");
        }

        assertThat(failure.failures().get(0)).contains("23");
        assertSilent(failure);
        assertThat(inServerLog()).allMatch(line -> line.contains("DETAIL:  Failing row contains"));
    }

    /** The server's own words are in its log, and nowhere else. */
    @Test
    void aTriggerOfTheHostRevealsNoValue() {
        if (!database.postgres()) {
            return;
        }
        store.sync(CanaryRuns.night(12, 0));
        Seen failures = new Seen();
        database.execute(
                "CREATE FUNCTION " + schema + ".refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " RAISE EXCEPTION 'not %', OLD USING DETAIL = OLD::text, HINT = OLD::text; END $$",
                "CREATE TRIGGER refuse BEFORE UPDATE OR DELETE ON " + schema
                        + ".patients FOR EACH ROW EXECUTE FUNCTION " + schema + ".refuse()");
        try {
            failures.failure(catchThrowable(() -> store.sync(CanaryRuns.night(12, 1))));
            failures.failure(catchThrowable(() -> over(UNGUARDED).erase(CanaryRuns.ERASED)));
        } finally {
            database.execute("DROP FUNCTION " + schema + ".refuse() CASCADE");
        }

        assertThat(failures.failures()).hasSizeGreaterThan(2);
        assertSilent(failures);
    }

    /** Which shows when the index is made, in one of several processes of the server. */
    @Test
    void anIdThatIsRepeatedInAFirstFileIsNotLogged(@TempDir Path folder) throws IOException {
        List<PaymentData> payments = IntStream.range(0, database.postgres() ? MANY : MANY / 5)
                .mapToObj(i -> payment("canary-id-" + (i % 1_000 == 0 ? i + 1 : i), "canary-id-1", "9182736.1"))
                .toList();
        Seen report = new Seen();

        SyncReport loaded = store.sync(
                JsonFiles.large(folder, List.of(patient("canary-id-1", "CanaryName", "CanaryName")), payments));

        report.value(loaded);
        assertThat(loaded.payments().collapsed()).isPositive();
        assertSilent(report);
        assertThat(inServerLog()).isEmpty();
    }

    private void assertSilent(Seen seen) {
        assertThat(seen.values()).filteredOn(CanaryRuns.CONTENT.asPredicate()).isEmpty();
        assertThat(seen.failures()).filteredOn(CanaryRuns.VALUE.asPredicate()).isEmpty();
        assertThat(seen.cursors())
                .filteredOn(CanaryRuns.NOT_FOR_CURSORS.asPredicate())
                .isEmpty();
        assertThat(log.lines()).as("the log works").anyMatch(line -> line.contains("DEBUG"));
        assertThat(log.lines()).filteredOn(CanaryRuns.VALUE.asPredicate()).isEmpty();
        for (Level level : List.of(Level.SEVERE, Level.WARNING, Level.INFO, Level.CONFIG, Level.FINE, Level.FINER)) {
            assertThat(log.driver(level))
                    .filteredOn(CanaryRuns.VALUE.asPredicate())
                    .as("driver at %s", level)
                    .isEmpty();
        }
    }

    private List<String> inServerLog() throws IOException {
        if (serverLog().isEmpty()) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(serverLog().orElseThrow())) {
            in.skipNBytes(begin);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(CanaryRuns.VALUE.asPredicate())
                    .toList();
        }
    }

    private Optional<Path> serverLog() {
        return database instanceof PostgresDatabase server ? server.log() : Optional.empty();
    }

    private PatientPaymentStore over(Guard guard) {
        return options(PatientPaymentStore.builder(pool), guard);
    }

    private PatientPaymentStore options(PatientPaymentStore.Builder builder, Guard guard) {
        return builder.schema(schema)
                .guard(guard)
                .erasureKey(ErasureContract.KEY)
                .keepErasedTotals()
                .build();
    }
}
