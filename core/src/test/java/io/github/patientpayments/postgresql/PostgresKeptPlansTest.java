package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A session keeps the plans of statements that it has executed several times. Those of a few rows are not used for
 * many.
 */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresKeptPlansTest extends ContractTest {

    /**
     * The driver has the server prepare a statement at the fifth execution, and the server keeps its plan five later.
     */
    private static final int UNTIL_KEPT = 12;

    private HikariDataSource session;

    @BeforeEach
    void useOneSession() {
        HikariConfig one = new HikariConfig();
        one.setDataSource(database.application());
        one.setMaximumPoolSize(1);
        session = new HikariDataSource(one);
    }

    @AfterEach
    void endSession() {
        session.close();
    }

    @Test
    void aSnapshotAfterManySmallRuns() {
        store = PatientPaymentStore.builder(session)
                .schema(schema)
                .guard(UNGUARDED)
                .build();
        store.sync(snapshot(1, 0));
        database.execute("ANALYZE " + schema + ".patients");
        for (int i = 0; i < UNTIL_KEPT; i++) {
            store.sync(Delta.builder()
                    .payments(Source.of(List.of(payment("p" + i, "0", "1"))))
                    .build());
        }
        long before = rowsRead();

        store.sync(snapshot(3_000, 20_000));

        assertThat(rowsRead() - before).as("rows read").isLessThan(2_000_000);
    }

    private static Snapshot snapshot(int patients, int payments) {
        return Snapshot.builder()
                .patients(Source.of(IntStream.range(0, patients)
                        .mapToObj(i -> patient(Integer.toString(i)))
                        .toList()))
                .payments(Source.of(IntStream.range(0, payments)
                        .mapToObj(i -> payment("p" + i, Integer.toString(i % patients), "1"))
                        .toList()))
                .build();
    }

    /** A session reports its statistics now and then, and if it is asked to. */
    private long rowsRead() {
        try (Connection connection = session.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_stat_force_next_flush()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        String sum = rows("SELECT sum(seq_tup_read) FROM pg_stat_all_tables WHERE schemaname = '" + schema + "'")
                .get(0);
        return Long.parseLong(sum.substring(1, sum.length() - 1));
    }
}
