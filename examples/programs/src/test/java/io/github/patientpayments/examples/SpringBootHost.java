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

    /** There before Spring starts, as in any host that has been in production. */
    private static final String WITH_A_TABLE =
            ";INIT=CREATE TABLE IF NOT EXISTS patients (id int PRIMARY KEY, remark varchar(100))";

    public static void main(String[] args) throws Exception {
        SpringApplication application = new SpringApplication(SpringBootHost.class);
        application.setDefaultProperties(Map.of("spring.datasource.url", "jdbc:h2:mem:host" + WITH_A_TABLE));
        try (ConfigurableApplicationContext context = application.run(args)) {
            new SpringBootSteps(context.getBean(DataSource.class)).run();
        }
    }
}
