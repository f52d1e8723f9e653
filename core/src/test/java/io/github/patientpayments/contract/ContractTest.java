package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Environment;
import io.github.patientpayments.fixture.Environments;
import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.TestDatabase;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * One theme of the contract. It has a schema of its own, which is migrated by its owner, emptied before each test and
 * dropped at the end. The store runs through a pool of one, as a role with DML rights only, at the isolation level of
 * the host.
 */
@ParameterizedClass(name = "{0}")
@ArgumentsSource(Environments.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ContractTest {

    /** The store's clock starts here, and advances by a second each time that it is read. */
    protected static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    /** For themes that are not about guards. */
    protected static final Guard UNGUARDED = Guard.defaults()
            .lift(
                    Reason.STALE,
                    Reason.EMPTY,
                    Reason.ALL_REJECTED,
                    Reason.TOO_MANY_REJECTIONS,
                    Reason.DELETIONS,
                    Reason.CHANGES);

    @Parameter
    Environment environment;

    protected TestDatabase database;
    protected Isolation isolation;
    protected String schema;
    protected HikariDataSource pool;
    protected PatientPaymentStore store;

    private @Nullable HikariDataSource otherPool;

    @BeforeParameterizedClassInvocation
    final void createSchema() {
        database = environment.database();
        isolation = environment.isolation();
        schema = database.newSchemaName();
        pool = database.pool(isolation);
        PatientPaymentStore.builder(database.owner()).schema(schema).build().migrate();
        database.grant(schema);
    }

    @AfterParameterizedClassInvocation
    final void dropSchema() {
        pool.close();
        if (otherPool != null) {
            otherPool.close();
            otherPool = null;
        }
        database.dropSchema(schema);
    }

    @BeforeEach
    protected void emptyStore() {
        Stream<String> deletions = Stream.of(
                        "rejections",
                        "sync_run_counts",
                        "sync_runs",
                        "patient_versions",
                        "payment_versions",
                        "payments",
                        "patients",
                        "patient_totals",
                        "erasures",
                        "erasure_keys",
                        "erased_records",
                        "rewritten_payments",
                        "patient_stage",
                        "payment_stage",
                        "patient_diff",
                        "payment_diff",
                        "patient_known",
                        "payment_known")
                .map(table -> "DELETE FROM " + schema + "." + table);
        String freshState = "UPDATE " + schema + ".store_state SET last_run = 0, last_run_time = NULL, base_run = 0,"
                + " last_patient_id = 0, last_payment_id = 0, patients_exported_at = NULL, payments_exported_at = NULL,"
                + " patients_fingerprint = NULL, payments_fingerprint = NULL, patients_fingerprint_run = NULL,"
                + " payments_fingerprint_run = NULL, patients_prefixes = NULL, payments_prefixes = NULL,"
                + " history_horizon = NULL, horizon_run = 0, patients_synced_run = NULL, payments_synced_run = NULL,"
                + " thinned_to_run = 0, thinned_runs = 0";
        String noErasedTotals = "UPDATE " + schema + ".erased_totals SET patients = 0, payments = 0, amount = 0";
        database.execute(
                Stream.concat(deletions, Stream.of(freshState, noErasedTotals)).toArray(String[]::new));
        store = store(builder -> builder);
    }

    /**
     * A store in the schema of this test with other options. Its guard is {@link #UNGUARDED} unless they set another.
     */
    protected final PatientPaymentStore store(UnaryOperator<PatientPaymentStore.Builder> options) {
        return options.apply(PatientPaymentStore.builder(pool)
                        .schema(schema)
                        .clock(tickingClock())
                        .guard(UNGUARDED))
                .build();
    }

    /** The pool of another process: one more connection, at the same isolation level. */
    protected final HikariDataSource otherPool() {
        if (otherPool == null) {
            otherPool = database.pool(isolation);
        }
        return otherPool;
    }

    protected final SyncReport sync(List<PatientData> patients, List<PaymentData> payments) {
        return store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }

    protected final SyncReport syncPatients(PatientData... patients) {
        return store.sync(
                Snapshot.builder().patients(Source.of(List.of(patients))).build());
    }

    protected final SyncReport syncPayments(PaymentData... payments) {
        return store.sync(
                Snapshot.builder().payments(Source.of(List.of(payments))).build());
    }

    /** A valid patient. */
    protected static PatientData patient(String externalId) {
        return patient(externalId, "First" + externalId, "Last" + externalId);
    }

    protected static PatientData patient(String externalId, String firstName, String lastName) {
        return PatientData.of(externalId, firstName, lastName, LocalDate.of(1980, 1, 31));
    }

    /** A patient that is rejected because it has no name. */
    protected static PatientData invalidPatient(String externalId) {
        return PatientData.builder().externalId(externalId).build();
    }

    protected static PaymentData payment(String externalId, String patientExternalId, String amount) {
        return PaymentData.of(externalId, patientExternalId, new BigDecimal(amount));
    }

    /** A payment that is rejected because it has no amount. */
    protected static PaymentData invalidPayment(String externalId, String patientExternalId) {
        return PaymentData.builder()
                .externalId(externalId)
                .patientExternalId(patientExternalId)
                .build();
    }

    /** JSON bytes that can be opened again. */
    protected static Source.Json json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static Source.Json json(byte[] bytes) {
        return Source.json(() -> new ByteArrayInputStream(bytes));
    }

    /** CSV that can be opened again. */
    protected static Source.Csv csv(String text) {
        return csv(text.getBytes(StandardCharsets.UTF_8));
    }

    protected static Source.Csv csv(byte[] bytes) {
        return Source.csv(() -> new ByteArrayInputStream(bytes));
    }

    /** Two patients and two payments are as they were, whether they are recognized or compared. */
    protected final void assertUnchanged(Source.Bytes patients, Source.Bytes payments) {
        Snapshot snapshot = Snapshot.builder()
                .patients(patients)
                .payments(payments)
                .acceptUnterminated()
                .build();
        for (SyncOptions options :
                List.of(SyncOptions.defaults(), SyncOptions.defaults().compareInFull())) {
            SyncReport report = store.sync(snapshot, options);
            assertThat(report.status()).isEqualTo(Status.UNCHANGED);
            assertThat(report.patients().unchanged()).isEqualTo(2);
            assertThat(report.payments().unchanged()).isEqualTo(2);
        }
    }

    /** Replaces parts of a cursor, by index, and makes its digest valid: 1 is the base run, and the keys begin at 3. */
    protected static String forgedCursor(String cursor, Map<Integer, String> others) {
        String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        List<String> parts = new ArrayList<>(List.of(plain.split("\u0000", -1)));
        parts.remove(parts.size() - 1);
        others.forEach((place, part) -> {
            if (place == parts.size()) {
                parts.add(part);
            } else {
                parts.set(place, part);
            }
        });
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(List.of(parts).toString().getBytes(StandardCharsets.UTF_8));
            parts.add(Base64.getUrlEncoder().encodeToString(hash).substring(0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8));
    }

    /** The rows of every table of the schema as text, sorted, to check that nothing has changed. */
    protected final Map<String, List<String>> everything() {
        Map<String, List<String>> tables = new TreeMap<>();
        for (String table : rows("SELECT table_name FROM information_schema.tables WHERE lower(table_schema) = '"
                + schema + "' AND table_type = 'BASE TABLE'")) {
            if (!table.toLowerCase(Locale.ROOT).equals("[schema_history]")) {
                String name = table.substring(1, table.length() - 1);
                tables.put(name, rows("SELECT * FROM " + schema + "." + name));
            }
        }
        return tables;
    }

    /** The rows of a query that the owner runs, each as text, sorted. */
    protected final List<String> rows(String sql) {
        try (Connection connection = database.ownersPool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getObject(i)));
                }
                rows.add(row.toString());
            }
            rows.sort(null);
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Clock tickingClock() {
        return new Clock() {
            private Instant next = START;

            @Override
            public Instant instant() {
                Instant now = next;
                next = next.plusSeconds(1);
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
    }
}
