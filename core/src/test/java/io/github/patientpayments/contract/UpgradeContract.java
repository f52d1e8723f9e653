package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.History;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.jooq.tables.LivePayments;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A loaded store of an older version of the schema is migrated to the present one, and goes on as if nothing were. */
class UpgradeContract extends ContractTest {

    private static final List<PatientData> PATIENTS = List.of(patient("A"), patient("B"), patient("C"));
    private static final List<PaymentData> PAYMENTS =
            List.of(payment("a", "A", "1"), payment("b", "B", "2.5"), payment("d", "C", "4"));

    private String old;
    private PatientPaymentStore upgraded;
    private String cursor;

    @BeforeEach
    void load() {
        old = database.newSchemaName();
        sync(PATIENTS, List.of(payment("a", "A", "1"), payment("b", "A", "2"), payment("c", "C", "3")));
        cursor = store.history().cursorAfter(1);
        sync(PATIENTS, PAYMENTS);
        upgraded = store(builder -> builder.schema(old));
    }

    @AfterEach
    void drop() {
        database.dropSchema(old);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void itIsRefusedUntilItIsMigrated(int version) {
        migrateTo(version);
        copyEverything(version);

        for (Runnable call : List.<Runnable>of(
                () -> upgraded.patient("A"), () -> upgraded.payment("a"), () -> upgraded.sync(snapshot(PAYMENTS)))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContainingAll(
                            old + " has version " + version + " and this library needs 4", "call migrate()");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everythingGoesOn(int version) {
        migrateTo(version);
        copyEverything(version);

        owners().migrate();

        assertContinues();
    }

    /** A schema that was printed has no history of Flyway. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPrintedSchemaGoesOnByMigratingOrByThePartsThatFollow(int version) {
        StringBuilder script = new StringBuilder();
        owners().printSchema(script);
        int end = script.indexOf("-- Version " + (version + 1) + " of the schema");
        assertThat(end).isPositive();
        database.execute(script.substring(0, end));
        database.grant(old);
        copyEverything(version);

        database.execute(script.substring(end));
        owners().migrate();
        assertContinues();

        database.dropSchema(old);
        database.execute(script.substring(0, end));
        database.grant(old);
        copyEverything(version);
        owners().migrate();
        assertContinues();
    }

    /** H2 commits each statement, so a process that ends in between leaves a part of the script behind. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aMigrationThatWasCutOffIsCompleted(int version) {
        migrateTo(version);
        copyEverything(version);
        if (!database.postgres()) {
            List<String> firstChanges = List.of(
                    "payments ADD COLUMN paid_on date",
                    "sync_run_counts ADD COLUMN filtered bigint DEFAULT 0 NOT NULL",
                    "store_state ADD COLUMN patients_synced_run bigint");
            database.execute("ALTER TABLE " + old + "." + firstChanges.get(version - 1));
        }

        owners().migrate();

        assertContinues();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theHostsViewsAndForeignKeysSurvive(int version) {
        migrateTo(version);
        copyEverything(version);
        String hosts = database.newSchemaName();
        database.execute(
                "CREATE SCHEMA " + hosts,
                "CREATE VIEW " + hosts + ".paid AS SELECT * FROM " + old + ".live_payments",
                "CREATE VIEW " + hosts + ".sums AS SELECT sum(amount) AS s FROM " + hosts + ".paid",
                "CREATE TABLE " + hosts + ".notes (payment_id bigint REFERENCES " + old
                        + ".payments (id) ON DELETE CASCADE)",
                "INSERT INTO " + hosts + ".notes SELECT id FROM " + old + ".live_payments");
        try {
            owners().migrate();

            assertThat(rows("SELECT s FROM " + hosts + ".sums")).containsExactly("[7.5000]");
            assertThat(rows("SELECT external_id, amount FROM " + hosts + ".paid"))
                    .containsExactly("[a, 1.0000]", "[b, 2.5000]", "[d, 4.0000]");
            assertThat(rows("SELECT count(*) FROM " + hosts + ".notes")).containsExactly("[3]");
            assertContinues();
        } finally {
            database.dropSchema(hosts);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aStoreThatLostItsIndexesIsNotMigrated(int version) {
        migrateTo(version);
        database.execute("UPDATE " + old + ".store_state SET schema_version = -" + version);

        for (Runnable call : List.<Runnable>of(() -> upgraded.patient("A"), () -> owners().migrate())) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContainingAll("drop_indexes()", "SET schema_version = " + version + " WHERE");
        }
    }

    private void assertContinues() {
        PatientPaymentStore known = store;
        upgraded = store(builder -> builder.schema(old));
        assertThat(upgraded.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID))
                        .items())
                .isEqualTo(known.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID))
                        .items());
        assertThat(payments(upgraded)).isEqualTo(payments(known));
        assertThat(upgraded.syncRuns(10)).isEqualTo(known.syncRuns(10)).hasSize(2);
        assertThat(upgraded.lastSync()).isEqualTo(known.lastSync());
        assertThat(changes(upgraded.history(), upgraded.history().beginning()))
                .isEqualTo(changes(known.history(), known.history().beginning()));
        assertThat(changes(upgraded.history(), cursor)).isEqualTo(changes(known.history(), cursor));
        assertThat(upgraded.history().paymentVersions("b", PageRequest.first()).items())
                .isEqualTo(known.history()
                        .paymentVersions("b", PageRequest.first())
                        .items());
        assertThat(upgraded.history().asOfRun(1).payment("c"))
                .isEqualTo(known.history().asOfRun(1).payment("c"))
                .isPresent();
        assertThat(upgraded.verifyIntegrity().isConsistent()).isTrue();
        assertThat(upgraded.sync(snapshot(PAYMENTS)).status()).isEqualTo(Status.UNCHANGED);
        SyncReport compared =
                upgraded.sync(snapshot(PAYMENTS), SyncOptions.defaults().compareInFull());
        assertThat(compared.status()).isEqualTo(Status.UNCHANGED);

        LocalDate date = LocalDate.of(2025, 5, 17);
        PaymentData dated = PaymentData.builder()
                .externalId("a")
                .patientExternalId("A")
                .amount(BigDecimal.ONE)
                .paidOn(date)
                .build();
        SyncReport report = upgraded.sync(snapshot(List.of(dated, PAYMENTS.get(1), PAYMENTS.get(2))));

        assertThat(report.payments()).hasToString("3 read: 1 updated, 2 unchanged");
        assertThat(upgraded.payment("a").orElseThrow().paidOn()).contains(date);
        assertThat(upgraded.history().paymentVersions("a", PageRequest.first()).items())
                .extracting(version -> version.content().paidOn().isPresent())
                .containsExactly(false, true);
        List<Change> last = upgraded.history()
                .changes(upgraded.history().cursorAfter(report.number() - 1), 10)
                .changes();
        assertThat(last).singleElement().isInstanceOfSatisfying(PaymentChange.class, change -> {
            assertThat(change.before().orElseThrow().paidOn()).isEmpty();
            assertThat(change.after().orElseThrow().paidOn()).contains(date);
        });
        assertThat(upgraded.revertTo(2).payments().updated()).isEqualTo(1);
        assertThat(payments(upgraded)).extracting("externalId").containsExactly("a", "b", "d");
        assertThat(upgraded.verifyIntegrity().isConsistent()).isTrue();
    }

    private static List<?> payments(PatientPaymentStore of) {
        return of.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)).items();
    }

    private static List<Change> changes(History history, String from) {
        return history.changes(from, 100).changes().stream()
                .filter(change -> change.runNumber() <= 2)
                .toList();
    }

    private static Snapshot snapshot(List<PaymentData> payments) {
        return Snapshot.builder()
                .patients(Source.of(PATIENTS))
                .payments(Source.of(payments))
                .build();
    }

    private PatientPaymentStore owners() {
        return PatientPaymentStore.builder(database.owner()).schema(old).build();
    }

    private void migrateTo(int version) {
        String name = stored(old);
        Flyway.configure(LivePayments.class.getClassLoader())
                .dataSource(database.owner())
                .locations("classpath:META-INF/patient-payment-store/" + (database.postgres() ? "postgresql" : "h2"))
                .schemas(name)
                .defaultSchema(name)
                .table("schema_history")
                .target(Integer.toString(version))
                .load()
                .migrate();
        database.grant(old);
    }

    /** A name as the database stores it. */
    private String stored(String name) {
        return database.postgres() ? name : name.toUpperCase(Locale.ROOT);
    }

    /**
     * The payments have no dates, and nothing was filtered, so the rows are those that each version would have written.
     */
    private void copyEverything(int version) {
        database.execute("DELETE FROM " + old + ".store_state", "DELETE FROM " + old + ".erased_totals");
        for (String table : List.of(
                "store_state",
                "erased_totals",
                "patients",
                "payments",
                "patient_totals",
                "patient_versions",
                "payment_versions",
                "sync_runs",
                "sync_run_counts")) {
            String columns = rows("SELECT column_name FROM information_schema.columns WHERE table_schema = '"
                            + stored(old) + "' AND table_name = '" + stored(table) + "'")
                    .stream()
                    .map(column -> column.substring(1, column.length() - 1))
                    .collect(Collectors.joining(", "));
            database.execute("INSERT INTO " + old + "." + table + " (" + columns + ") SELECT " + columns + " FROM "
                    + schema + "." + table);
        }
        database.execute("UPDATE " + old + ".store_state SET schema_version = " + version);
    }
}
