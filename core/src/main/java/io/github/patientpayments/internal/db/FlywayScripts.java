package io.github.patientpayments.internal.db;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The migrations by their names. Flyway would list their folder, which can't be done in a native image, nor with the
 * class loaders of some servers.
 */
final class FlywayScripts implements ResourceProvider {

    private final Dialect dialect;

    FlywayScripts(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return named(name::equals).findFirst().orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return named(name -> name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
                .toList();
    }

    private Stream<LoadableResource> named(Predicate<String> wanted) {
        return SchemaMigration.MIGRATIONS.stream().filter(wanted).map(name -> new Script(dialect, name));
    }

    private static final class Script extends LoadableResource {

        private final Dialect dialect;
        private final String name;

        Script(Dialect dialect, String name) {
            this.dialect = dialect;
            this.name = name;
        }

        @Override
        public Reader read() {
            try {
                return new StringReader(SchemaMigration.script(dialect, name));
            } catch (IOException e) {
                throw new FlywayException(e.getMessage(), e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return SchemaMigration.path(dialect, name);
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return getAbsolutePath();
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
