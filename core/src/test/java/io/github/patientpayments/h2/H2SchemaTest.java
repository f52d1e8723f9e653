package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.contract.SchemaContract;
import java.util.UUID;
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
                ";MODE=LEGACY"
            })
    void worksInEveryCompatibilityMode(String mode) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + mode);
        PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();

        store.migrate();
        store.migrate();

        SchemaContract.assertWorks(store);
        assertThat(store.syncRuns(5)).hasSize(2);
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
