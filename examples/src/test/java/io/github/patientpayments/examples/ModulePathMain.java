package io.github.patientpayments.examples;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientFilter;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Snapshot;
import io.github.patientpayments.Source;
import io.github.patientpayments.jooq.tables.LivePatients;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;

/** Uses the store where its jars are modules. Runs in a process of its own, started by {@link ModulePathIT}. */
public final class ModulePathMain {

    private ModulePathMain() {}

    public static void main(String[] args) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:modules;DB_CLOSE_DELAY=-1");
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
