package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.job.DropFolder;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.SyncListener;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Configures a store over the application's {@link DataSource}, unless the application has one of its own, and migrates
 * every store on start.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnProperty(prefix = "patient-payments", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(PatientPaymentsProperties.class)
public class PatientPaymentsAutoConfiguration {

    /** Creates the configuration. */
    public PatientPaymentsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PatientPaymentStore patientPaymentStore(
            PatientPaymentsProperties properties,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<Guard> guard,
            ObjectProvider<SyncListener> listeners,
            ObjectProvider<PatientPaymentStoreCustomizer> customizers) {
        DataSource dataSource = DataSources.chosen(beans, properties.dataSource());
        PatientPaymentStore.Builder builder = PatientPaymentStore.builder(dataSource);
        StoreOptions.apply(properties, guard.getIfAvailable(Guard::defaults), builder);
        SyncListeners.of(listeners.orderedStream().toList()).ifPresent(builder::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    /**
     * After whatever else initializes the database, of which Spring Boot knows. Nobody asks for it, so it is not lazy.
     */
    @Bean
    @Lazy(false)
    @DependsOnDatabaseInitialization
    @ConditionalOnProperty(prefix = "patient-payments", name = "migrate", matchIfMissing = true)
    PatientPaymentsMigration patientPaymentsMigration(ObjectProvider<PatientPaymentStore> stores) {
        return new PatientPaymentsMigration(stores);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(prefix = "patient-payments.job", name = "folder")
    DropFolder patientPaymentsDropFolder(PatientPaymentStore store, PatientPaymentsProperties properties) {
        return StoreOptions.dropFolder(store, properties);
    }

    /** Has to stay after the method above: the condition sees only the beans that were defined before. */
    @Bean
    @ConditionalOnBean(DropFolder.class)
    DropFolderSchedule patientPaymentsSchedule(
            ObjectProvider<DropFolder> folders, PatientPaymentsProperties properties) {
        return new DropFolderSchedule(
                folders.orderedStream().toList(), properties.job().interval());
    }
}
