package io.github.patientpayments.contract;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.RawConnection;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damages one row by hand, in each column of each table, and finds exactly what {@code integrity-damage.txt} says. What
 * can't be found is there too, with no findings.
 */
@Tag("exhaustive")
class IntegrityDamageContract extends ContractTest {

    private boolean filled;

    /** Views, Flyway's table, and the columns of working tables, in which any row is a deviation. */
    private static final Pattern NOT_DAMAGED = Pattern.compile("live_|schema_history|[a-z]+_(stage|known|diff)");

    /** The constraints that would prevent damage are dropped first. */
    @BeforeParameterizedClassInvocation
    void dropGuards() {
        filled = false;
        database.execute(Stream.of(
                        "payments DROP CONSTRAINT payments_patient_fk",
                        "payments DROP CONSTRAINT payments_cascaded_are_deleted",
                        "patient_versions DROP CONSTRAINT patient_versions_interval",
                        "payment_versions DROP CONSTRAINT payment_versions_interval",
                        "payment_versions DROP CONSTRAINT payment_versions_erased_whole",
                        "sync_run_counts DROP CONSTRAINT sync_run_counts_run_fk",
                        "sync_runs DROP CONSTRAINT sync_runs_time_uk")
                .map(change -> "ALTER TABLE " + schema + "." + change)
                .toArray(String[]::new));
    }

    /** Once for all tests, since each rolls its damage back. */
    @Override
    @BeforeEach
    protected void emptyStore() {
        if (!filled) {
            super.emptyStore();
            fillStore();
            filled = true;
        }
    }

    /** A store in which everything has happened, except a purge. */
    private void fillStore() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY).keepErasedTotals());
        PaymentData[] others = {payment("12", "1", "5"), payment("13", "2", "7"), payment("14", "3", "-3")};
        snapshot(
                patients("1", "2", "3", "4", "5", "E", "-"),
                payment("11", "1", "10"),
                others[0],
                others[1],
                others[2],
                payment("15", "4", "1"),
                payment("16", "E", "9"),
                payment("17", "nobody", "9")); // run 1
        store.erase("E");
        store.erase("Z");
        store.unsuppress("Z"); // runs 2, 3, 4
        for (String name : List.of("Zwei", "Drei")) { // runs 5, 6; patient 5 is deleted, then restored
            List<PatientData> patients = patients(name.equals("Zwei") ? "1234".split("") : "12345".split(""));
            patients.set(0, patient("1", name, "L"));
            snapshot(
                    patients,
                    payment("11", "1", "1" + name.length() + "." + (int) name.charAt(0)),
                    others[0],
                    others[1],
                    others[2],
                    payment("15", "4", "1"));
        }
        syncPatients(patient("1", "Drei", "L"), patient("2"), patient("4"), patient("5")); // run 7 cascades to 14
        refused(payment("18", "nobody", "1")); // run 8
        store.sync(Delta.builder()
                .patients(Source.of(List.of(patient("6"))))
                .payments(Source.of(List.of(
                        payment("19", "6", "4"),
                        PaymentData.builder().externalId("15").deletion(true).build())))
                .exportedAt(START.plusSeconds(9))
                .build()); // run 9
        for (int run = 10; run <= 11; run++) {
            List<PatientData> patients = patients("1", "2", "4", "5", "6");
            patients.set(0, patient("1", "Drei", "L"));
            store.sync(Snapshot.builder()
                    .patients(Source.of(patients))
                    .payments(Source.of(List.of(
                            payment("11", "1", "14.68"),
                            others[0],
                            others[1],
                            payment("19", "6", "4"),
                            payment("20", "2", "1"))))
                    .exportedAt(START.plusSeconds(run))
                    .build());
        }
        store.revertTo(11); // run 12
        assertThat(store.syncRuns(20)).hasSize(12);
    }

    @Test
    void theUndamagedStoreIsConsistent() {
        IntegrityReport report = store.verifyIntegrity();

        assertThat(report).hasToString("Sound");
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theDamageIsFound(String where, String sql, String findings) throws SQLException {
        try (RawConnection session = new RawConnection(database, isolation)) {
            session.connection.setAutoCommit(false);
            session.execute(sql.replaceAll("(FROM|INTO|UPDATE) ([a-z_]+)\\b", "$1 " + schema + ".$2"));

            assertThat(found(session.dataSource())).as("%s: %s", where, sql).isEqualTo(findings);
        }
    }

    @Test
    void everyColumnOfEveryTableIsDamaged() {
        List<String> columns = rows("SELECT table_name, column_name FROM information_schema.columns WHERE"
                        + " lower(table_schema) = '" + schema + "'")
                .stream()
                .map(row ->
                        row.substring(1, row.length() - 1).replace(", ", ".").toLowerCase(Locale.ROOT))
                .filter(column -> !NOT_DAMAGED.matcher(column).lookingAt())
                .toList();

        assertThat(damages()
                        .map(damage -> damage[0])
                        .filter(where -> where.contains("."))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(columns);
    }

    @Test
    void everyKindIsFoundInADamage() {
        String findings = damages().map(damage -> damage[2]).collect(joining(", "));

        assertThat(IntegrityReport.Kind.values())
                .allSatisfy(kind -> assertThat(findings).contains(kind + " "));
    }

    /** {@code KIND id, KIND id}; an id is the store's own or the number of a run. */
    private String found(DataSource session) {
        try {
            return PatientPaymentStore.builder(session).schema(schema).build().verifyIntegrity().deviations().stream()
                    .map(deviation -> deviation.kind() + " " + deviation.id())
                    .distinct()
                    .collect(joining(", "));
        } catch (SchemaMismatchException e) {
            return e.getClass().getSimpleName();
        }
    }

    static Stream<String[]> damages() {
        try (InputStream table = IntegrityDamageContract.class.getResourceAsStream("integrity-damage.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(parts -> Arrays.stream(parts).map(String::strip).toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void snapshot(List<PatientData> patients, PaymentData... payments) {
        store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(List.of(payments)))
                .build());
    }

    private void refused(PaymentData payment) {
        try {
            store(builder -> builder.guard(Guard.defaults()).erasureKey(ErasureContract.KEY))
                    .sync(Snapshot.builder()
                            .payments(Source.of(List.of(payment)))
                            .build());
        } catch (SnapshotRefusedException e) {
            return;
        }
        throw new AssertionError("Not refused");
    }

    /** A hyphen is a patient that is rejected. */
    private static List<PatientData> patients(String... ids) {
        return Stream.of(ids)
                .map(id -> id.equals("-") ? invalidPatient(id) : patient(id))
                .collect(toCollection(ArrayList::new));
    }
}
