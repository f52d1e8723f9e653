package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.fixture.PostgresDatabase;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A database whose encoding lacks characters could not store every name. */
class PostgresEncodingTest {

    @Test
    void aDatabaseInAnotherEncodingIsNotUsed() {
        PostgresDatabase server = PostgresDatabase.SHARED;
        server.execute("CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        try {
            PGSimpleDataSource latin = (PGSimpleDataSource) server.owner();
            latin.setDatabaseName("latin");
            PatientPaymentStore store = PatientPaymentStore.builder(latin).build();
            store.migrate();

            assertThatThrownBy(() -> store.patient("1"))
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContainingAll("encoding is LATIN1", "ENCODING 'UTF8'");
        } finally {
            server.execute("DROP DATABASE latin WITH (FORCE)");
        }
    }
}
