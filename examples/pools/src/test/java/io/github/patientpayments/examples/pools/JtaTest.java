package io.github.patientpayments.examples.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Source;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.xa.PGXADataSource;

/** The store in a JTA transaction, over a pool whose connections take part in it, as in Quarkus and Jakarta EE. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class JtaTest {

    private static final TransactionManager TRANSACTIONS = com.arjuna.ats.jta.TransactionManager.transactionManager();

    @Parameter
    Kind kind;

    private AgroalDataSource pool;
    private PatientPaymentStore store;

    /** What the pool has connections of. */
    enum Kind {
        POSTGRESQL,
        POSTGRESQL_XA,
        H2
    }

    @BeforeEach
    void open() throws Exception {
        pool = AgroalDataSource.from(configuration());
        store = PatientPaymentStore.builder(pool).build();
        store.migrate();
        store.sync(PoolContract.snapshot(Source.of(List.of(PoolContract.patient("1"), PoolContract.patient("2")))));
    }

    @AfterEach
    void close() throws Exception {
        if (TRANSACTIONS.getStatus() != Status.STATUS_NO_TRANSACTION) {
            TRANSACTIONS.rollback();
        }
        pool.close();
    }

    private AgroalDataSourceConfigurationSupplier configuration() {
        Target h2 = new Target("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        var configuration = AgroalTest.configuration(kind == Kind.H2 ? h2 : Server.target(), 2, PoolContract.PATIENT);
        configuration
                .connectionPoolConfiguration()
                .transactionIntegration(new NarayanaTransactionIntegration(
                        TRANSACTIONS, new TransactionSynchronizationRegistryImple()));
        if (kind == Kind.POSTGRESQL_XA) {
            configuration
                    .connectionPoolConfiguration()
                    .connectionFactoryConfiguration()
                    .connectionProviderClass(PGXADataSource.class);
        }
        return configuration;
    }

    /** Whether the transaction has begun on the server or not, and it stays as it was. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void queriesAnswerAndLeaveTheTransactionAlone(boolean begun) throws Exception {
        TRANSACTIONS.begin();
        String session = begun ? write("Uncommitted") : "";

        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo(begun ? "Uncommitted" : "First1");
        assertThat(store.totals(PatientFilter.all()).patients()).isEqualTo(2);
        assertThat(store.verifyIntegrity().deviations()).isNotNull();
        assertThat(store.patients(PatientFilter.all(), PageRequest.by(PatientSort.NAME))
                        .items())
                .hasSize(2);
        assertThat(store.history().changes(store.history().beginning(), 10).changes())
                .isNotEmpty();

        assertThat(TRANSACTIONS.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        String same = write("Committed");
        TRANSACTIONS.commit();
        assertThat(same).isEqualTo(begun ? session : same);
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("Committed");
        assertThat(write("First1")).as("no connection was thrown away").isEqualTo(same);
    }

    /** Before any statement, so that the transaction can go on. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writersSayWhatToDo(boolean begun) throws Exception {
        TRANSACTIONS.begin();
        if (begun) {
            write("Uncommitted");
        }

        for (Throwable refusal : List.of(
                catchThrowable(() -> store.sync(PoolContract.snapshot(Source.of(List.of(PoolContract.patient("3")))))),
                catchThrowable(
                        () -> store.preview(PoolContract.snapshot(Source.of(List.of(PoolContract.patient("3")))))),
                catchThrowable(() -> store.purge(Instant.EPOCH)),
                catchThrowable(store::migrate))) {
            assertThat(refusal)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("NOT_SUPPORTED", "does not take part in JTA");
        }

        write("Committed");
        TRANSACTIONS.commit();
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("Committed");
        assertThat(store.patient("3")).isEmpty();
    }

    /** What {@code TxType.NOT_SUPPORTED} does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writersWorkWhileTheTransactionIsSuspended(boolean begun) throws Exception {
        TRANSACTIONS.begin();
        if (begun) {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
        var suspended = TRANSACTIONS.suspend();

        store.sync(PoolContract.snapshot(Source.of(List.of(PoolContract.patient("1"), PoolContract.patient("3")))));

        TRANSACTIONS.resume(suspended);
        assertThat(store.patient("3")).isPresent();
        TRANSACTIONS.commit();
    }

    /** With another pool, a transaction goes on around the store. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPoolThatDoesNotTakePartServesWriters(boolean begun) throws Exception {
        if (kind != Kind.POSTGRESQL) {
            return;
        }
        TRANSACTIONS.begin();
        if (begun) {
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
        try (AgroalDataSource own =
                AgroalDataSource.from(AgroalTest.configuration(Server.target(), 1, PoolContract.PATIENT))) {
            PatientPaymentStore.builder(own)
                    .build()
                    .sync(PoolContract.snapshot(
                            Source.of(List.of(PoolContract.patient("1"), PoolContract.patient("4")))));
        }
        TRANSACTIONS.rollback();
        assertThat(store.patient("4")).isPresent();
    }

    /** Renames patient 1, and returns the session in which it was done. */
    private String write(String firstName) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE patient_payments.patients SET first_name = '" + firstName + "' WHERE external_id = '1'");
            return Server.query(connection, kind == Kind.H2 ? "SELECT SESSION_ID()" : "SELECT pg_backend_pid()");
        }
    }
}
