package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store in a host's database with tables of the same names, a Flyway history, and a schema that is not empty. */
class HostDatabaseContract extends ContractTest {

    private static final List<String> HOSTS_TABLES = List.of("payments", "patients", "flyway_schema_history");

    @BeforeEach
    void createHostsTables() {
        dropHostsTables();
        for (String table : HOSTS_TABLES) {
            database.execute(
                    "CREATE TABLE public." + table + " (id integer PRIMARY KEY, amount varchar(9))",
                    "INSERT INTO public." + table + " VALUES (1, 'hosts')");
        }
    }

    @AfterEach
    void dropHostsTables() {
        for (String table : HOSTS_TABLES) {
            database.execute("DROP TABLE IF EXISTS public." + table);
        }
    }

    @Test
    void theHostsOwnTablesAndHistoryStayAsTheyAre() {
        String fresh = database.newSchemaName();
        try {
            PatientPaymentStore store =
                    PatientPaymentStore.builder(database.owner()).schema(fresh).build();
            store.migrate();

            SchemaContract.assertWorks(store);

            for (String table : HOSTS_TABLES) {
                assertThat(rows("SELECT * FROM public." + table)).containsExactly("[1, hosts]");
            }
            assertThat(rows("SELECT count(*) FROM " + fresh
                            + (database.postgres() ? ".schema_history" : ".\"schema_history\"")))
                    .doesNotContain("[0]");
        } finally {
            database.dropSchema(fresh);
        }
    }
}
