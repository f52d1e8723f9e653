package io.github.patientpayments.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What Spring Boot 3 is kept from. Spring Boot 4 never offers these classes. */
@ExtendWith(OutputCaptureExtension.class)
class UnaskedAutoConfigurationsTest {

    private static final String OTHER = "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration";
    private static final String JOOQ = "org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration";
    private static final String FLYWAY = "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration";

    private final UnaskedAutoConfigurations filter = new UnaskedAutoConfigurations();

    @Test
    void whatNobodyAsksForIsLeftOutAndLogged(CapturedOutput output) {
        assertThat(matches(Map.of())).containsExactly(true, false, false);

        assertThat(output.getAll())
                .contains(
                        JOOQ + " is left out",
                        "set spring.jooq.sql-dialect to use it",
                        FLYWAY + " is left out",
                        "set spring.flyway.enabled to use it");
    }

    @Test
    void aPropertyAsks() {
        assertThat(matches(Map.of("spring.jooq.sql-dialect", "H2"))).containsExactly(true, true, false);
        assertThat(matches(Map.of("spring.flyway.enabled", "true"))).containsExactly(true, false, true);
    }

    @Test
    void nothingIsLeftOutIfTheStoreIsTurnedOff(CapturedOutput output) {
        assertThat(matches(Map.of("patient-payments.enabled", "false"))).containsExactly(true, true, true);

        assertThat(output.getAll()).doesNotContain("is left out");
    }

    /** As some build tools make them: without entries for folders. */
    @Test
    void migrationsInAJarWithoutFoldersAsk(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("app.jar");
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
            entries.putNextEntry(new JarEntry("db/migration/V1__first.sql"));
        }
        URL missing = folder.resolve("missing.jar").toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {missing, jar.toUri().toURL()}, getClass().getClassLoader())) {
            filter.setBeanClassLoader(loader);

            assertThat(matches(Map.of())).containsExactly(true, false, true);
        }
    }

    private boolean[] matches(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        filter.setEnvironment(environment);
        return filter.match(new String[] {OTHER, JOOQ, FLYWAY}, null);
    }
}
