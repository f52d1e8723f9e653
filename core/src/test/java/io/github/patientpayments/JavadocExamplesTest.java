package io.github.patientpayments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example in the Javadoc of the public packages compiles, and the main types have one. */
class JavadocExamplesTest {

    private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "patientpayments");
    private static final List<String> PACKAGES = List.of("", "sync", "query", "history", "job");
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\R(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern MARGIN = Pattern.compile("(?m)^ *\\* ?");

    /** The context of the examples: imports, and variables and methods of the host. Compiled and never run. */
    private static final String HOST = """
            import io.github.patientpayments.*;
            import io.github.patientpayments.history.*;
            import io.github.patientpayments.job.*;
            import io.github.patientpayments.query.*;
            import io.github.patientpayments.sync.*;
            import java.math.BigDecimal;
            import java.net.URL;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.*;
            import javax.sql.DataSource;
            import org.slf4j.Logger;

            abstract class Host {
                DataSource dataSource;
                PatientPaymentStore store;
                Snapshot snapshot;
                Preview preview;
                PatientFilter filter;
                Instant exportedAt;
                String cursor;
                URL url;
                Logger log;

                abstract void show(Object... values);

                abstract void alert(Object value);
            }

            abstract class Example extends Host {
                void run() throws Exception {
                    %s
                }
            }
            """;

    private record Example(String file, String code) {

        String name() {
            return file + ": " + code.lines().findFirst().orElseThrow();
        }
    }

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyExampleCompiles() {
        return examples().stream()
                .map(example -> DynamicTest.dynamicTest(
                        example.name(), () -> assertThat(errors(example)).isEmpty()));
    }

    @Test
    void theMainTypesHaveAnExample() {
        assertThat(examples())
                .extracting(Example::file)
                .contains(
                        "Mirror",
                        "PatientData",
                        "PatientPaymentStore",
                        "SnapshotRefusedException",
                        "sync/ControlTotals",
                        "sync/Delta",
                        "sync/Guard",
                        "sync/Preview",
                        "sync/Snapshot",
                        "sync/Source",
                        "sync/SyncListener",
                        "sync/SyncOptions",
                        "query/PageRequest",
                        "query/PatientFilter",
                        "history/Change",
                        "history/History");
    }

    private static List<Example> examples() {
        return PACKAGES.stream()
                .flatMap(name -> files(SOURCES.resolve(name)))
                .flatMap(file -> EXAMPLE.matcher(text(file))
                        .results()
                        .map(found -> new Example(
                                name(file), MARGIN.matcher(found.group(1)).replaceAll(""))))
                .toList();
    }

    private static String name(Path file) {
        return SOURCES.relativize(file).toString().replace('\\', '/').replace(".java", "");
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> errors(Example example) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", "" + folder);
        compiler.getTask(null, null, found, options, null, List.of(source(example)))
                .call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(null))
                .toList();
    }

    private static JavaFileObject source(Example example) {
        String source = HOST.formatted(example.code());
        return new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
