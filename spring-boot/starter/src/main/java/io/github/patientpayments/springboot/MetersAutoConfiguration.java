package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.micrometer.SyncMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Meters the syncs of the store that is configured here, if {@code patient-payment-store-micrometer} is there. An
 * application that has stores of its own meters them itself: the name of each is its own too.
 */
@AutoConfiguration(
        before = PatientPaymentsAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass({SyncMeters.class, MeterRegistry.class})
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnMissingBean(PatientPaymentStore.class)
@ConditionalOnProperty(prefix = "patient-payments", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(PatientPaymentsProperties.class)
public class MetersAutoConfiguration {

    /** Creates the configuration. */
    public MetersAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SyncMeters patientPaymentsMeters(MeterRegistry registry, PatientPaymentsProperties properties) {
        return new SyncMeters(registry, properties.schema());
    }

    /** When all beans are there, the store is migrated. */
    @Bean
    SmartInitializingSingleton patientPaymentsAge(
            ObjectProvider<SyncMeters> meters, ObjectProvider<PatientPaymentStore> store) {
        return () -> meters.ifUnique(found -> store.ifUnique(found::watch));
    }
}
