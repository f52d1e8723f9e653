package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.contract.SchemaContract;
import io.github.patientpayments.contract.StatementTextContract;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of H2 that a host may have in its URL. */
class H2SchemaTest {

    /** The modes that hosts put into their URLs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ";DATABASE_TO_LOWER=TRUE;MODE=PostgreSQL",
                ";DATABASE_TO_LOWER=TRUE;MODE=PostgreSQL;DEFAULT_NULL_ORDERING=HIGH",
                ";MODE=PostgreSQL",
                ";DATABASE_TO_UPPER=FALSE",
                ";CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                ";MODE=LEGACY",
                ";MODE=MSSQLServer;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
                ";MODE=MySQL;DATABASE_TO_LOWER=TRUE",
                ";MODE=MariaDB",
                ";MODE=DB2",
                ";MODE=Derby",
                ";MODE=HSQLDB",
                ";MODE=STRICT",
                ";LOCK_MODE=0",
                ";LAZY_QUERY_EXECUTION=1",
                ";MAX_MEMORY_ROWS=10",
                ";NON_KEYWORDS=VALUE,KEY,DAY,USER,ROW",
                ";LOCK_TIMEOUT=1;QUERY_TIMEOUT=5000",
                ";REFERENTIAL_INTEGRITY=FALSE",
                ";DEFAULT_NULL_ORDERING=FIRST",
                ";SCHEMA=INFORMATION_SCHEMA"
            })
    void worksInEveryCompatibilityMode(String mode) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + mode);
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();

        store.migrate();
        store.migrate();

        SchemaContract.assertWorks(store);
        assertThat(store.syncRuns(5)).hasSize(2);
        // No letter is left of these names to search by.
        PatientData marks = PatientData.of("marks", "\u0301", "\u0301", LocalDate.EPOCH);
        store.sync(Delta.builder().patients(Source.of(List.of(marks))).build());
        assertThat(store.patient("marks").orElseThrow().lastName()).isEqualTo("\u0301");
    }

    /** Every method, in the modes that differ most. */
    @ParameterizedTest
    @ValueSource(strings = {";MODE=DB2", ";MODE=MySQL", ";MODE=MSSQLServer", ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"})
    void answersAlikeInEveryCompatibilityMode(String mode) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + mode);
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource)
                .guard(Guard.defaults())
                .erasureKey(new byte[32])
                .keepErasedTotals()
                .build();
        store.migrate();

        StatementTextContract.doEverything(store);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"OLD_INFORMATION_SCHEMA=TRUE", "MODE=Oracle", "ALLOW_LITERALS=NONE", "ALLOW_LITERALS=NUMBERS"})
    void refusesASettingThatItCannotWorkWithByName(String setting) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;" + setting);
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();

        for (Throwable failure : List.of(
                catchThrowable(store::migrate),
                catchThrowable(() -> store.printSchema(new StringBuilder())),
                catchThrowable(() -> SchemaContract.assertWorks(store)),
                catchThrowable(() -> store.patient("1")))) {
            assertThat(failure)
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining(setting.substring(0, setting.indexOf('=')));
        }
    }

    /** Such a database would give the money of one patient to another. */
    @ParameterizedTest
    @ValueSource(
            strings = {"ENGLISH STRENGTH PRIMARY", "GERMAN STRENGTH SECONDARY", "ENGLISH", "ENGLISH STRENGTH TERTIARY"})
    void refusesACollationThatDoesNotTellAllTextsApart(String collation) throws SQLException {
        PatientPaymentStore store = storeWithCollation(collation);

        assertThatThrownBy(() -> store.syncRuns(1))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("as equal")
                .hasMessageContaining("STRENGTH IDENTICAL");
        assertThatThrownBy(() -> SchemaContract.assertWorks(store)).isInstanceOf(SchemaMismatchException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "ENGLISH STRENGTH IDENTICAL"})
    void worksWithACollationThatTellsAllTextsApart(String collation) throws SQLException {
        SchemaContract.assertWorks(storeWithCollation(collation));
    }

    private static PatientPaymentStore storeWithCollation(String collation) throws SQLException {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET DATABASE COLLATION " + collation);
        }
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();
        store.migrate();
        return store;
    }

    /** A limit of the host's queries must not end a sync, and holds for the host again afterwards. */
    @Test
    void aTimeoutOfQueriesDoesNotEndASync() throws SQLException {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        PatientPaymentStore.builder(dataSource).build().migrate();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(dataSource);
            pool.setMaximumPoolSize(1);
            pool.setConnectionInitSql("SET QUERY_TIMEOUT 40");

            PatientPaymentStore.builder(pool)
                    .build()
                    .sync(Snapshot.builder()
                            .patients(Source.of(IntStream.range(0, 20_000)
                                    .mapToObj(i -> PatientData.of("p" + i, "First", "Last", LocalDate.EPOCH))
                                    .toList()))
                            .build());

            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet timeout = statement.executeQuery("SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                            + " WHERE SETTING_NAME = 'QUERY_TIMEOUT'")) {
                timeout.next();
                assertThat(timeout.getInt(1)).isEqualTo(40);
            }
        }
    }

    @Test
    void refusesASchemaInWhichIdsDifferOnlyByCase() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;IGNORECASE=TRUE");
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();
        store.migrate();

        assertThatThrownBy(() -> store.syncRuns(1))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("IGNORECASE");
    }
}
