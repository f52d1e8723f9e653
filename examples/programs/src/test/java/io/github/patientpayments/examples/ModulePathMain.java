package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.jooq.tables.LivePatients;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.util.List;
import javax.sql.DataSource;

/** Uses the store where its jars are modules. Runs in a process of its own, started by {@link ModulePathIT}. */
public final class ModulePathMain {

    private ModulePathMain() {}

    public static void main(String[] args) {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:modules");
            use(database);
        }
    }

    private static void use(DataSource database) {
        PatientPaymentStore store = PatientPaymentStore.builder(database).build();
        store.migrate();
        store.sync(Snapshot.builder()
                .patients(Source.of(List.of(PatientData.builder()
                        .externalId("8")
                        .firstName("Roy")
                        .lastName("Batti")
                        .build())))
                .build());
        System.out.println("patients: " + store.totals(PatientFilter.all()).patients());
        System.out.println("store: " + PatientPaymentStore.class.getModule());
        System.out.println("jooq: " + LivePatients.class.getModule());
    }
}
