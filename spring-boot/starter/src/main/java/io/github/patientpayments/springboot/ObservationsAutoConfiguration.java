package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.micrometer.SyncObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Observes the syncs of the store that is configured here, if {@code patient-payment-store-micrometer} is there. An
 * application that has stores of its own observes them itself.
 */
@AutoConfiguration(
        before = PatientPaymentsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass({SyncObservations.class, ObservationRegistry.class})
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnMissingBean(PatientPaymentStore.class)
@ConditionalOnProperty(prefix = "patient-payments", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(PatientPaymentsProperties.class)
public class ObservationsAutoConfiguration {

    /** Creates the configuration. */
    public ObservationsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SyncObservations patientPaymentsObservations(ObservationRegistry registry, PatientPaymentsProperties properties) {
        return new SyncObservations(registry, properties.schema());
    }
}
