package io.github.patientpayments.springboot;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * {@code db/migration}. What is left out is logged. Spring Boot 4 configures them only with starters of their own.
 */
final class UnaskedAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware, BeanClassLoaderAware {

    private static final Logger LOG = LoggerFactory.getLogger(UnaskedAutoConfigurations.class);
    private static final String MIGRATIONS = "db/migration";

    /** By class, a property that asks for it. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration", "spring.jooq.sql-dialect",
            "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration", "spring.flyway.enabled");

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
        boolean enabled = isEnabled();
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            String property = name == null ? null : PROPERTIES.get(name);
            matches[i] = property == null || !enabled || isAskedFor(property);
            if (!matches[i]) {
                LOG.info(
                        "{} is left out, since nothing in the application asks for it; set {} to use it",
                        name,
                        property);
            }
        }
        return matches;
    }

    private boolean isEnabled() {
        return environment == null || !"false".equalsIgnoreCase(environment.getProperty("patient-payments.enabled"));
    }

    private boolean isAskedFor(String property) {
        String prefix = property.substring(0, property.lastIndexOf('.'));
        return environment == null
                || Binder.get(environment)
                        .bind(prefix, Bindable.mapOf(String.class, Object.class))
                        .isBound()
                || (prefix.endsWith("flyway") && hasMigrations());
    }

    /** Where Flyway looks for them: a jar without entries for its folders is opened only if it is a file on its own. */
    private boolean hasMigrations() {
        return loader.getResource(MIGRATIONS) != null
                || (loader instanceof URLClassLoader urls
                        && Stream.of(urls.getURLs()).anyMatch(UnaskedAutoConfigurations::hasMigrations));
    }

    private static boolean hasMigrations(URL url) {
        if (!url.getProtocol().equals("file") || !url.getPath().endsWith(".jar")) {
            return false;
        }
        try (JarFile jar = new JarFile(Path.of(url.toURI()).toFile())) {
            return jar.stream().anyMatch(entry -> entry.getName().startsWith(MIGRATIONS + "/"));
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return false; // a class path may name what is not there, or is not a file
        }
    }
}
