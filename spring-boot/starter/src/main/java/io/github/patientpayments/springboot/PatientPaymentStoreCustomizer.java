package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;

/**
 * A bean of this type sets options of the store that are no properties, a clock for instance. For a guard, define a
 * bean of that type: one that is set here replaces the limits of the properties.
 */
@FunctionalInterface
public interface PatientPaymentStoreCustomizer {

    /**
     * Changes the options. Called once, after the properties were applied.
     *
     * @param builder the builder of the store
     */
    void customize(PatientPaymentStore.Builder builder);
}
