package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the stores with Spring Boot 4. */
@AutoConfiguration(
        after = PatientPaymentsAutoConfiguration.class,
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(PatientPaymentStore.class)
@ConditionalOnProperty(prefix = "management.health.patient-payments", name = "enabled", matchIfMissing = true)
public class Boot4HealthAutoConfiguration {

    /** Creates the configuration. */
    public Boot4HealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "patientPaymentsHealthIndicator")
    HealthIndicator patientPaymentsHealthIndicator(
            Map<String, PatientPaymentStore> stores, PatientPaymentsProperties properties) {
        StoreHealth health = new StoreHealth(stores, properties.health().maxAge(), Clock.systemUTC());
        return new AbstractHealthIndicator("The patient payment store can't be read") {
            @Override
            protected void doHealthCheck(Health.Builder builder) {
                StoreHealth.State state = health.state();
                (state.upToDate() ? builder.up() : builder.outOfService()).withDetails(state.details());
            }
        };
    }
}
