package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A realistic snapshot: 218 patients and 72,539 payments. */
class SyntheaContract extends ContractTest {

    private static final byte[] PATIENTS = resource("patients.json.gz");
    private static final byte[] PAYMENTS = resource("payments.json.gz");

    @Test
    void isMirroredToTheCentAndUnchangedTheSecondTime() throws SQLException {
        SyncReport first = store.sync(snapshot(PAYMENTS));

        assertThat(first.status()).isEqualTo(SyncRun.Status.APPLIED);
        assertThat(first.patients().inserted()).isEqualTo(218);
        assertThat(first.payments().inserted()).isEqualTo(72_539);
        assertThat(first.rejections()).isEmpty();
        PaymentTotals totals = store.totals(PatientFilter.all());
        assertThat(totals.patients()).isEqualTo(218);
        assertThat(totals.payments()).isEqualTo(72_539);
        assertThat(totals.sum()).isEqualTo(new BigDecimal("30839187.34"));
        assertThat(rows("SELECT sum(amount), count(*) FROM " + schema + ".live_payments"))
                .containsExactly("[30839187.3400, 72539]");
        assertThat(rows("SELECT sum(payment_total), sum(payment_count) FROM " + schema + ".live_patients"))
                .containsExactly("[30839187.3400, 72539]");
        long patients = fingerprint("patients");
        long payments = fingerprint("payments");

        SyncReport second = store.sync(snapshot(PAYMENTS));

        assertThat(second.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(second.patients().isChanged() || second.payments().isChanged())
                .isFalse();
        assertThat(second.patients().unchanged()).isEqualTo(218);
        assertThat(second.payments().unchanged()).isEqualTo(72_539);
        assertThat(fingerprint("patients")).isEqualTo(patients);
        assertThat(fingerprint("payments")).isEqualTo(payments);
        assertThat(rows("SELECT count(*) FROM " + schema + ".patient_versions")).containsExactly("[0]");
        assertThat(rows("SELECT count(*) FROM " + schema + ".payment_versions")).containsExactly("[0]");
    }

    @Test
    void truncatedAtAnyByteItIsInvalidAndNothingChanges() throws Exception {
        // As the owner, which may truncate: otherwise the dead rows of a hundred rollbacks would be read each time.
        store = PatientPaymentStore.builder(database.owner()).schema(schema).build();
        byte[] whole = new GZIPInputStream(new ByteArrayInputStream(PAYMENTS)).readAllBytes();
        byte[] first = payments(whole, 3_000);
        store.sync(snapshot(first));
        Map<String, Long> before = fingerprints();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            // Most cuts are in a short file, which is read in no time. Every fourth one is not compressed: the trailer
            // of gzip must not be the only guard.
            byte[] content = i % 25 < 2 ? whole : first;
            byte[] file = i % 4 == 1 ? content : gzip(content);
            byte[] cut = Arrays.copyOf(file, random.nextInt(file.length));
            Source.Json source = i % 2 == 0 ? json(cut) : Source.jsonOnce(new ByteArrayInputStream(cut));
            Throwable thrown = catchThrowable(() -> store.sync(
                    Snapshot.builder().patients(json(PATIENTS)).payments(source).build()));

            String where = "seed " + seed + ", cut " + i + " at byte " + cut.length + " of " + file.length;
            assertThat(thrown)
                    .as(where)
                    .isInstanceOf(InvalidSnapshotException.class)
                    .hasMessageStartingWith("The payments are not a valid snapshot");
            assertThat(fingerprints()).as(where).isEqualTo(before);
        }
    }

    /** The first payments of the array. */
    private static byte[] payments(byte[] plain, int count) {
        int end = -1;
        String text = new String(plain, StandardCharsets.UTF_8);
        for (int i = 0; i < count; i++) {
            end = text.indexOf('}', end + 1);
        }
        return (text.substring(0, end + 1) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private static Snapshot snapshot(byte[] payments) {
        return Snapshot.builder()
                .patients(json(PATIENTS))
                .payments(json(payments))
                .build();
    }

    private Map<String, Long> fingerprints() throws SQLException {
        Map<String, Long> tables = new TreeMap<>();
        for (String table : rows("SELECT table_name FROM information_schema.tables WHERE lower(table_schema) = '"
                + schema + "' AND table_type = 'BASE TABLE'")) {
            String name = table.substring(1, table.length() - 1).toLowerCase(Locale.ROOT);
            if (!name.equals("schema_history")) {
                tables.put(name, fingerprint(name));
            }
        }
        assertThat(tables).containsKeys("patients", "payments", "sync_runs", "store_state", "payment_stage");
        return tables;
    }

    /** Changes with any value of any row of a table; the order of the rows does not matter. */
    private long fingerprint(String table) throws SQLException {
        try (Connection connection = database.ownersPool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + schema + "." + table)) {
            int columns = rows.getMetaData().getColumnCount();
            long sum = 0;
            while (rows.next()) {
                long row = 1;
                for (int i = 1; i <= columns; i++) {
                    row = row * 0x9E3779B97F4A7C15L
                            + String.valueOf(rows.getObject(i)).hashCode();
                    row ^= row >>> 29;
                }
                sum += row;
            }
            return sum;
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = SyntheaContract.class.getResourceAsStream("/synthea/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
