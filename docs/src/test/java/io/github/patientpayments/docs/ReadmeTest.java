package io.github.patientpayments.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.benchmarks.SyncBenchmarkMain;
import io.github.patientpayments.examples.QuickstartMain;
import io.github.patientpayments.examples.loader.LoaderMain;
import io.github.patientpayments.examples.service.ServiceMain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README and the other pages show can be typed. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern PROGRAM = Pattern.compile("-Dexec\\.mainClass=([\\w.]+)");

    /** Of {@code curl} and {@code java}, not of ours. */
    private static final Set<String> OF_OTHERS = Set.of("--data", "--data-binary", "--add-modules");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyPieceOfJavaCompiles() {
        List<Piece> pieces = pieces();
        assertThat(pieces).hasSizeGreaterThan(25);
        List<Diagnostic<? extends JavaFileObject>> faults = faults(pieces);
        assertThat(faults).allSatisfy(fault -> assertThat(pieces).contains((Piece) fault.getSource()));
        return pieces.stream()
                .map(piece -> DynamicTest.dynamicTest(
                        piece.title(),
                        () -> assertThat(faults)
                                .filteredOn(fault -> piece.equals(fault.getSource()))
                                .extracting(fault -> fault.getMessage(null))
                                .isEmpty()));
    }

    private static List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        for (Path page : Pages.documentation()) {
            inAll(JAVA, page)
                    .map(found -> found.group(1))
                    .filter(java -> !java.startsWith("package ")) // a whole file: HostPagesTest
                    .forEach(java -> pieces.add(new Piece(page, pieces.size(), java)));
        }
        return pieces;
    }

    private static Stream<MatchResult> inAll(Pattern pattern, Path page) {
        return pattern.matcher(Pages.text(page)).results();
    }

    private List<Diagnostic<? extends JavaFileObject>> faults(List<Piece> pieces) {
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", "" + folder);
        compiler.getTask(null, null, found, options, null, pieces).call();
        return found.getDiagnostics().stream()
                .filter(fault -> fault.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    @Test
    void everyOptionIsOneOfThePrograms() {
        Set<String> shown = shown(OPTION, 0);
        assertThat(shown).hasSizeGreaterThan(20);
        shown.removeAll(OF_OTHERS);
        assertThat(shown).isSubsetOf(options(LoaderMain.class, ServiceMain.class, SyncBenchmarkMain.class));
    }

    @Test
    void everyProgramCanBeRun() {
        Set<String> shown = shown(PROGRAM, 1);
        assertThat(shown)
                .hasSizeGreaterThan(3)
                .allSatisfy(program -> assertThat(Class.forName(program).getMethod("main", String[].class))
                        .isNotNull());
    }

    private static Set<String> shown(Pattern pattern, int group) {
        return Pages.documentation().stream()
                .flatMap(page -> inAll(pattern, page))
                .map(found -> found.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Except for the duration of the runs; omissions are marked by an ellipsis. */
    @Test
    void theWorkedExampleIsWhatTheQuickStartPrints() {
        String page = Pages.text(Pages.ROOT.resolve("docs/syncing.md"));
        String example = page.split("\n## A worked example\n", 2)[1].split("```", 3)[1];
        List<String> lines = withoutTimes(example)
                .filter(line -> !line.isBlank() && !line.strip().equals("..."))
                .toList();
        assertThat(lines).hasSizeGreaterThan(10);
        assertThat(withoutTimes(printedByTheQuickStart())).containsAll(lines);
    }

    private static Stream<String> withoutTimes(String text) {
        return text.lines().map(line -> line.replaceAll("in \\d+ ms", "in N ms"));
    }

    private static String printedByTheQuickStart() {
        PrintStream screen = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            QuickstartMain.main(new String[0]);
        } finally {
            System.setOut(screen);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Set<String> options(Class<?>... programs) {
        return Arrays.stream(programs)
                .map(CommandLine::new)
                .flatMap(program -> Stream.concat(Stream.of(program), program.getSubcommands().values().stream()))
                .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
                .collect(Collectors.toSet());
    }
}
