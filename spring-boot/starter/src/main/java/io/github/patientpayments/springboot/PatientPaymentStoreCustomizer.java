package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;

/** A bean of this type sets options of the store that are no properties: a guard, a clock. */
@FunctionalInterface
public interface PatientPaymentStoreCustomizer {

    /**
     * Changes the options. Called once, after the properties were applied.
     *
     * @param builder the builder of the store
     */
    void customize(PatientPaymentStore.Builder builder);
}
