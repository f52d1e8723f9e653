package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.Contention;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.fixture.Standby;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A hot standby of the store's database. */
@OnlyOn(DatabaseKind.POSTGRESQL)
@Timeout(60)
@Contention
class PostgresStandbyTest extends ContractTest {

    @TempDir
    static Path folder;

    private static Standby standby;

    private PatientPaymentStore reader;

    @BeforeEach
    void follow() throws SQLException, IOException {
        assumeThat(System.getProperty("store.jdbc.url")).as("a server of ours").isNull();
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews())
                .as("rights of folders")
                .contains("posix");
        if (standby == null) {
            standby = new Standby((PGSimpleDataSource) database.owner(), folder);
        }
        sync(List.of(patient("1"), patient("2")), List.of(payment("p1", "1", "10.00")));
        standby.awaitReplay();
        reader =
                PatientPaymentStore.builder(standby.dataSource()).schema(schema).build();
    }

    @AfterAll
    static void stop() throws IOException {
        if (standby != null) {
            standby.close();
            standby = null;
        }
    }

    @Test
    void queriesAnswer() {
        assertThat(reader.patient("1").orElseThrow().paymentTotal()).isEqualTo("10.00");
        assertThat(reader.totals(PatientFilter.all())).isEqualTo(store.totals(PatientFilter.all()));
        assertThat(reader.patients(PatientFilter.all(), PageRequest.by(PatientSort.PAYMENT_TOTAL))
                        .items())
                .hasSize(2);
        assertThat(reader.history().changes(reader.history().beginning(), 10).changes())
                .hasSize(3);
        assertThat(reader.history().asOfRun(1).totals(PatientFilter.all()).patients())
                .isEqualTo(2);
        assertThat(reader.syncRuns(5)).hasSize(1);
        assertThat(reader.verifyIntegrity().isConsistent()).isTrue();
        StringBuilder ddl = new StringBuilder();
        reader.printSchema(ddl);
        assertThat(ddl).contains("CREATE TABLE");
    }

    @Test
    void writersAndMigrationsNameThePrimary() {
        PatientPaymentStore fresh = PatientPaymentStore.builder(standby.dataSource())
                .schema(database.newSchemaName())
                .build();
        for (Throwable failure : List.of(
                catchThrowable(() -> reader.sync(onePatient())),
                catchThrowable(() -> reader.preview(onePatient())),
                catchThrowable(() -> reader.purge(START)),
                catchThrowable(fresh::migrate))) {
            assertThat(failure)
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                        assertThat(e.sqlState()).contains("25006");
                        assertThat(e.isRetryable()).isFalse();
                    })
                    .hasMessageContaining("leads to the primary")
                    .hasMessageNotContaining("two connections");
        }
        reader.migrate(); // has nothing to do
    }

    /** As a pool does that prefers a standby, while one is away for a time. */
    @Test
    void aVerificationKnowsWhichServerAnswersIt() {
        AtomicBoolean primary = new AtomicBoolean();
        PatientPaymentStore both = PatientPaymentStore.builder(Intercepted.dataSource(standby.dataSource(), call -> {
                    if (!call.is(DataSource.class, "getConnection")) {
                        return call.proceed();
                    }
                    primary.set(!primary.get());
                    return primary.get() ? database.owner().getConnection() : call.proceed();
                }))
                .schema(schema)
                .build();
        for (boolean begins : new boolean[] {true, false, true, false}) {
            primary.set(begins);
            assertThat(both.verifyIntegrity().isConsistent()).isTrue();
        }
    }

    /** A cursor of the primary, of a run that the standby has not replayed yet. */
    @Test
    void aStandbyThatLagsIsRetried() throws SQLException {
        standby.following(false);
        sync(List.of(patient("1"), patient("2"), patient("3")), List.of());
        String beyond = store.history().changes(store.history().beginning(), 10).next();

        for (Throwable failure : List.of(
                catchThrowable(() -> reader.history().changes(beyond, 10)),
                catchThrowable(() -> reader.history().asOfRun(2).totals(PatientFilter.all())))) {
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isRetryable()).isTrue())
                    .hasMessageContaining("lagging replica");
        }
        standby.following(true);
        standby.awaitReplay();
        assertThat(reader.history().changes(beyond, 10).changes()).isEmpty();
        assertThat(reader.patient("3")).isPresent();
    }

    /** The standby ends a query rather than fall behind. */
    @Test
    void aConflictWithRecoveryIsRetried() {
        AtomicBoolean conflicting = new AtomicBoolean(true);
        PatientPaymentStore slow = PatientPaymentStore.builder(Intercepted.dataSource(standby.dataSource(), call -> {
                    if (call.sql().contains("payment_total") && conflicting.getAndSet(false)) {
                        // In a transaction that has read the lock row already, as the query itself may have.
                        try (Statement before = call.connection().createStatement()) {
                            before.execute("SELECT 1 FROM " + schema + ".store_state");
                        }
                        database.execute("BEGIN; LOCK TABLE " + schema + ".store_state; COMMIT");
                        standby.awaitReplay();
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        assertThatThrownBy(() -> slow.totals(PatientFilter.all()))
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                    assertThat(e.sqlState()).contains("40001");
                    assertThat(e.isRetryable()).isTrue();
                })
                .hasMessageContaining("conflict with recovery");
        assertThat(slow.totals(PatientFilter.all()).patients()).isEqualTo(2);
    }

    /** Two servers in the URL, as an operator of a failover has them. */
    @Test
    void aFailoverIsRetriedUntilThereIsAPrimary() throws SQLException, IOException {
        PatientPaymentStore either = PatientPaymentStore.builder(standby.anyPrimary())
                .schema(schema)
                .guard(UNGUARDED)
                .build();
        assertThatThrownBy(() -> either.sync(onePatient()))
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                    assertThat(e.sqlState()).contains("08001");
                    assertThat(e.isRetryable()).isTrue();
                });

        standby.promote();

        assertThat(either.sync(onePatient()).patients().deleted()).isEqualTo(1);
        assertThat(either.verifyIntegrity().deviations()).isEmpty();
        stop();
    }

    private static Snapshot onePatient() {
        return Snapshot.builder().patients(Source.of(List.of(patient("1")))).build();
    }
}
