package io.github.patientpayments.internal.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlywayScriptsTest {

    @ParameterizedTest
    @EnumSource
    void everyScriptIsNamed(Dialect dialect) throws IOException {
        Path folder = Path.of("../jooq-codegen/src/main/resources", dialect.migrations());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(SchemaMigration.MIGRATIONS)
                    .hasSize(SchemaCheck.VERSION);
        }
    }

    /** As in a native image: a resource can be read by its name, and no folder can be listed. */
    @Test
    void theClassPathIsNotListed() throws ReflectiveOperationException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        ClassLoader unlisted = new Unlisted();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(unlisted); // by which an old SLF4J finds its provider
        try {
            migrate(Class.forName(PatientPaymentStore.class.getName(), true, unlisted), database);
        } finally {
            thread.setContextClassLoader(before);
        }

        PatientPaymentStore ours = PatientPaymentStore.builder(database).build();
        assertThat(ours.syncRuns(1)).isEmpty();
    }

    private static void migrate(Class<?> store, DataSource database) throws ReflectiveOperationException {
        Object builder = store.getMethod("builder", DataSource.class).invoke(null, database);
        Object built = builder.getClass().getMethod("build").invoke(builder);
        store.getMethod("migrate").invoke(built);
    }

    /** Has classes of its own, and URLs of which only a stream can be opened. */
    private static final class Unlisted extends ClassLoader {

        private final ClassLoader tests = FlywayScriptsTest.class.getClassLoader();

        Unlisted() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.h2.")) {
                return tests.loadClass(name);
            }
            try (InputStream in = tests.getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected URL findResource(String name) {
            return tests.getResource(name) == null ? null : unlisted(tests.getResource(name));
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            List<URL> found = Collections.list(tests.getResources(name));
            return Collections.enumeration(
                    found.stream().map(Unlisted::unlisted).toList());
        }

        private static URL unlisted(URL original) {
            try {
                return new URL("resource", null, -1, original.getPath(), new URLStreamHandler() {
                    @Override
                    protected URLConnection openConnection(URL url) throws IOException {
                        return original.openConnection();
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
