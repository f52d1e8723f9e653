package io.github.patientpayments.examples;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PatientFilter;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A Spring Boot application with two databases, of which none is primary. It has Flyway, and does not use it itself. It
 * runs in a process of its own, started by {@link SpringBootHostIT}.
 */
@EnableAutoConfiguration(exclude = JooqAutoConfiguration.class)
public class SpringBootTwoSourcesHost {

    public static void main(String[] args) {
        System.setProperty("spring.flyway.enabled", "false");
        SpringApplication.run(SpringBootTwoSourcesHost.class, args).close();
    }

    @Bean
    DataSource reporting() {
        return JdbcConnectionPool.create("jdbc:h2:mem:reporting", "sa", "");
    }

    @Bean
    DataSource billing() {
        return JdbcConnectionPool.create("jdbc:h2:mem:billing;DB_CLOSE_DELAY=-1", "sa", "");
    }

    @Bean
    PatientPaymentStore patientPaymentStore(@Qualifier("billing") DataSource billing) {
        return PatientPaymentStore.builder(billing).build();
    }

    @Bean
    ApplicationRunner migratePatientPayments(PatientPaymentStore store) {
        return arguments -> {
            store.migrate();
            System.out.println(
                    "migrated, patients: " + store.totals(PatientFilter.all()).patients());
        };
    }
}
