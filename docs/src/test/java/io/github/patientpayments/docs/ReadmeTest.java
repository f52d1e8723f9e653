package io.github.patientpayments.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.loader.LoaderMain;
import io.github.patientpayments.examples.service.ServiceMain;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
import picocli.CommandLine;

/** What the README shows can be typed. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    /** Of {@code curl}, not of ours. */
    private static final Set<String> OF_OTHERS = Set.of("--data", "--data-binary");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyPieceOfJavaCompiles() throws IOException {
        List<String> pieces = JAVA.matcher(Files.readString(README))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(pieces).hasSizeGreaterThan(15);
        return pieces.stream()
                .map(piece -> DynamicTest.dynamicTest(
                        piece.lines().findFirst().orElseThrow(),
                        () -> assertThat(faults(piece)).isEmpty()));
    }

    private List<String> faults(String piece) throws IOException {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", "" + folder);
        compiler.getTask(null, null, found, options, null, List.of(file(piece))).call();
        return found.getDiagnostics().stream()
                .filter(fault -> fault.getKind() == Diagnostic.Kind.ERROR)
                .map(fault -> fault.getMessage(null))
                .toList();
    }

    /** Around the piece stands what its reader has: see {@link ReadmeReader}. A piece with an annotation is a method. */
    private static JavaFileObject file(String piece) {
        String method = piece.startsWith("@") ? piece : "void run() throws Exception {" + piece + "}";
        String source = imports() + "abstract class Piece extends ReadmeReader {" + method + "}";
        return new SimpleJavaFileObject(URI.create("string:///Piece.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static String imports() {
        Stream<String> packages = Stream.of(
                "com.zaxxer.hikari",
                "io.github.patientpayments",
                "io.github.patientpayments.history",
                "java.math",
                "java.nio.file",
                "java.time",
                "java.util",
                "javax.sql",
                "org.h2.jdbcx",
                "org.springframework.context.annotation");
        String single = "import io.github.patientpayments.sync.Refusal.Reason;"
                + "import static io.github.patientpayments.jooq.tables.LivePatients.LIVE_PATIENTS;";
        return "package io.github.patientpayments.docs;"
                + packages.map(name -> "import " + name + ".*;").collect(Collectors.joining())
                + single;
    }

    @Test
    void everyOptionIsOneOfThePrograms() throws IOException {
        String programs = Files.readString(README).split("\n## The console loader\n", 2)[1];
        Set<String> told = OPTION.matcher(programs)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).hasSizeGreaterThan(20);
        told.removeAll(OF_OTHERS);
        assertThat(told).isSubsetOf(options(LoaderMain.class, ServiceMain.class));
    }

    private static Set<String> options(Class<?>... programs) {
        return Arrays.stream(programs)
                .map(CommandLine::new)
                .flatMap(program -> Stream.concat(Stream.of(program), program.getSubcommands().values().stream()))
                .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                .collect(Collectors.toSet());
    }
}
