package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;

/** Migrates every store. A bean that uses one while it is created itself depends on this one. */
final class PatientPaymentsMigration implements InitializingBean {

    private final ObjectProvider<PatientPaymentStore> stores;

    PatientPaymentsMigration(ObjectProvider<PatientPaymentStore> stores) {
        this.stores = stores;
    }

    @Override
    public void afterPropertiesSet() {
        stores.orderedStream().forEach(PatientPaymentStore::migrate);
    }
}
