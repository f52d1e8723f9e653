package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.Postgres;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManyStoresMainTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyStoreHasASchemaOfItsOwn(boolean postgres) {
        String url = postgres ? Postgres.url() : "jdbc:h2:mem:many";

        String printed = Printed.by(out -> ManyStoresMain.run(3, url, out));

        assertThat(printed).contains("migrate", "sync", "totals", "Stores: 3, payments: 300");
    }
}
