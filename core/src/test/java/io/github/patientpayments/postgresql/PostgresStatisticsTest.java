package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Rows that were deleted or rolled back leave empty pages. If they are analyzed, PostgreSQL takes a table for empty
 * however many rows it has later. No statement reads such a table once for each row of another one.
 */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresStatisticsTest extends ContractTest {

    private static final List<PatientData> PATIENTS = IntStream.range(0, 3_000)
            .mapToObj(i -> patient(Integer.toString(i)))
            .toList();

    /**
     * Sessions report their statistics when they end, and are found by their name. The tables are analyzed by the test
     * alone: a server that is busy may vacuum them in the middle of a sync, which then has another plan.
     */
    @BeforeEach
    void connectEachTime() {
        tables().forEach(table -> database.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = false)"));
        var sessions = (PGSimpleDataSource) database.application();
        sessions.setApplicationName(schema);
        store = PatientPaymentStore.builder(sessions)
                .schema(schema)
                .guard(UNGUARDED)
                .build();
    }

    @Test
    void aFirstLoadAfterAPreview() {
        store.preview(snapshot(20_000, "1"), 0);
        analyze();
        long before = rowsRead();

        store.sync(snapshot(20_000, "1"));

        assertThat(rowsRead() - before).as("rows read").isLessThan(2_000_000);
    }

    @Test
    void aNightInWhichManyChange() {
        store.sync(snapshot(6_000, "1"));
        store.sync(snapshot(6_000, "2"));
        analyze();
        long before = rowsRead();

        store.sync(snapshot(6_000, "3"));

        assertThat(rowsRead() - before).as("rows read").isLessThan(2_000_000);
    }

    /** A small part of the records is looked up one by one, and never the other way round. */
    @Test
    void aNightInWhichAFewOfManyChange() {
        store.sync(snapshot(100, "1"));
        store.preview(snapshot(70_000, "1"), 0);
        analyze();
        store.sync(snapshot(70_000, "1"));
        long before = rowsRead();

        var report = store.sync(Snapshot.builder()
                .payments(Source.of(IntStream.range(500, 70_500)
                        .mapToObj(i -> payment("p" + i, Integer.toString(i % 3_000), i % 50 == 0 ? "2" : "1"))
                        .toList()))
                .build());

        assertThat(report.payments().updated()).isEqualTo(1_390);
        assertThat(rowsRead() - before).as("rows read").isLessThan(300_000);
    }

    private void analyze() {
        tables().forEach(table -> database.execute("ANALYZE " + table));
    }

    private List<String> tables() {
        return rows("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "'").stream()
                .map(table -> schema + "." + table.substring(1, table.length() - 1))
                .toList();
    }

    private static Snapshot snapshot(int payments, String amount) {
        return Snapshot.builder()
                .patients(Source.of(PATIENTS))
                .payments(Source.of(IntStream.range(0, payments)
                        .mapToObj(i -> payment("p" + i, Integer.toString(i % 3_000), amount))
                        .toList()))
                .build();
    }

    /** A session reports its last statistics while it ends, which may be seconds after it was closed. */
    private long rowsRead() {
        while (!rows("SELECT pid FROM pg_stat_activity WHERE application_name = '" + schema + "'")
                .isEmpty()) {
            rows("SELECT pg_sleep(0.1)");
        }
        String sum = rows("SELECT sum(seq_tup_read) FROM pg_stat_all_tables WHERE schemaname = '" + schema + "'")
                .get(0);
        return Long.parseLong(sum.substring(1, sum.length() - 1));
    }
}
