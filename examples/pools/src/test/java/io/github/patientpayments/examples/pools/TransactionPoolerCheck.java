package io.github.patientpayments.examples.pools;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The store behind a pooler that lends a server's session for a transaction at a time. None is brought by the build, so
 * this is no part of it: run it by name, with {@code -Dstore.pooler.url}, and in it the user and, before PgBouncer
 * 1.21, {@code prepareThreshold=0}.
 */
@Timeout(60)
class TransactionPoolerCheck {

    private static final int CLIENTS = 8;
    private static final int ROUNDS = 25;
    private static final String SCHEMA = "behind_a_pooler";

    private final HikariDataSource pool = new HikariDataSource();
    private PatientPaymentStore store;

    @BeforeEach
    void create() throws SQLException {
        String url = System.getProperty("store.pooler.url");
        assertThat(url)
                .as("the pooler's JDBC URL: give it with -Dstore.pooler.url=…")
                .isNotNull();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(CLIENTS);
        store = PatientPaymentStore.builder(pool).schema(SCHEMA).build();
        StringBuilder ddl = new StringBuilder("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE;\n");
        store.printSchema(ddl);
        execute(ddl.toString());
    }

    @AfterEach
    void drop() throws SQLException {
        execute("DROP SCHEMA " + SCHEMA + " CASCADE");
        pool.close();
    }

    @Test
    void readersAndAWriterWorkAndLeaveNoSettingBehind() throws Exception {
        store.sync(patients(100));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            work.add(this::sync);
            IntStream.range(1, CLIENTS).forEach(reader -> work.add(this::read));
            for (Future<Void> done : clients.invokeAll(work)) {
                done.get();
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(store.verifyIntegrity().deviations()).isEmpty();
        for (int session = 0; session < CLIENTS; session++) {
            try (Connection connection = pool.getConnection()) {
                assertThat(Server.query(
                                connection,
                                "SELECT string_agg(name || '=' || setting, ', ') FROM pg_settings WHERE source = 'session'"
                                        + " AND name IN ('jit', 'search_path', 'lock_timeout', 'statement_timeout',"
                                        + " 'enable_seqscan', 'enable_nestloop', 'default_transaction_isolation')"))
                        .isNull();
            }
        }
    }

    private Void sync() {
        for (int round = 1; round <= ROUNDS; round++) {
            store.sync(patients(100 + round));
        }
        return null;
    }

    private Void read() {
        for (int round = 1; round <= ROUNDS; round++) {
            assertThat(store.totals(PatientFilter.all()).patients()).isGreaterThanOrEqualTo(100);
            assertThat(store.patient("7")).isPresent();
            assertThat(store.history().changes(store.history().beginning(), 10).changes())
                    .hasSize(10);
        }
        return null;
    }

    private static Snapshot patients(int number) {
        List<PatientData> patients = IntStream.range(0, number)
                .mapToObj(i -> PoolContract.patient(Integer.toString(i)))
                .toList();
        return PoolContract.snapshot(Source.of(patients));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
