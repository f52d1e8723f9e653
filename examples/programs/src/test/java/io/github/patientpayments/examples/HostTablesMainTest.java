package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostTablesMainTest {

    private static String printed;

    @BeforeAll
    static void run() {
        printed = Printed.by(HostTablesMain::run) + "The store's schema is ";
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient_payments", "north_clinic"})
    void casesAreJoinedToTheLivePatientsAndPaymentsOfAnySchema(String schema) {
        String part = Printed.between(printed, "The store's schema is " + schema, "The same after");

        assertThat(part)
                .contains(" Roy 40.00 2 12.0000 21.2900")
                .contains(" Eldon 25.00 1 5.6600 5.6600")
                .doesNotContain("Pris");
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient_payments", "north_clinic"})
    void aDeletedPatientLeavesTheViewsButNotTheHostsTable(String schema) {
        String ofSchema = printed.substring(printed.indexOf("The store's schema is " + schema));
        String part = Printed.between(ofSchema, "The same after", "The store's schema is ");

        assertThat(part).contains(" Roy 40.00").doesNotContain("Eldon").contains("Rows in collection_cases: 2");
    }
}
