package io.github.patientpayments.springboot;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps Spring Boot 3 from configuring jOOQ and Flyway because this library brings them: its Flyway would refuse to
 * start on the application's database, and a {@code DSLContext} needs a single data source. An application that uses
 * one of them itself shows it by a property of {@code spring.jooq} or {@code spring.flyway}, or by migrations in
 * {@code db/migration}. Spring Boot 4 configures them only with starters of their own.
 */
final class UnaskedAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware, BeanClassLoaderAware {

    private static final Map<String, String> PREFIXES = Map.of(
            "org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration", "spring.jooq",
            "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration", "spring.flyway");

    private @Nullable Environment environment;
    private ClassLoader loader = UnaskedAutoConfigurations.class.getClassLoader();

    UnaskedAutoConfigurations() {}

    @Override
    public void setEnvironment(Environment value) {
        environment = value;
    }

    @Override
    public void setBeanClassLoader(ClassLoader value) {
        loader = value;
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            String prefix = name == null ? null : PREFIXES.get(name);
            matches[i] = prefix == null || isAskedFor(prefix);
        }
        return matches;
    }

    private boolean isAskedFor(String prefix) {
        return environment == null
                || Binder.get(environment)
                        .bind(prefix, Bindable.mapOf(String.class, Object.class))
                        .isBound()
                || (prefix.endsWith("flyway") && loader.getResource("db/migration") != null);
    }
}
