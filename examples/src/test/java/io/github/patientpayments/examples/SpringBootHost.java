package io.github.patientpayments.examples;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A small Spring Boot application with a database, and a table {@code patients} in it, of its own. It has no Flyway. It
 * runs in a process of its own, started by {@link SpringBootHostIT}.
 */
@EnableAutoConfiguration
public class SpringBootHost {

    public static void main(String[] args) throws Exception {
        SpringApplication application = new SpringApplication(SpringBootHost.class);
        application.setDefaultProperties(Map.of(
                "spring.datasource.url", "jdbc:h2:mem:host",
                "spring.sql.init.schema-locations", "classpath:io/github/patientpayments/examples/host-schema.sql"));
        try (ConfigurableApplicationContext context = application.run(args)) {
            new SpringBootSteps(context.getBean(DataSource.class)).run();
        }
    }
}
