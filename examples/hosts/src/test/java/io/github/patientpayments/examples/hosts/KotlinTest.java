package io.github.patientpayments.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kotlin knows what can be null, in each exported package. */
class KotlinTest {

    private static final String IMPORTS = """
            import io.github.patientpayments.*
            import io.github.patientpayments.history.*
            import io.github.patientpayments.query.*
            import io.github.patientpayments.sync.*
            """;

    private static final Pattern SHOWN = Pattern.compile("^```kotlin\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void whatTheLibraryPromisesIsNotNullAndWhatItTakesMayBe() throws IOException {
        Compilation compilation = compile("""
                fun names(store: PatientPaymentStore): List<String> =
                    store.patients(PatientFilter.all(), PageRequest.by(PatientSort.NAME)).items().map { it.lastName() }

                fun number(store: PatientPaymentStore, night: Snapshot): Long = store.sync(night).number()

                fun kind(store: PatientPaymentStore): Change.Kind =
                    store.history().changes(store.history().beginning(), 1).changes().first().kind()

                val withoutBirthDate: PatientData = PatientData.of("1", "Ann", "Lee", null)

                val night: Snapshot =
                    Snapshot.builder().patients(Source.json(java.nio.file.Path.of("patients.json"))).build()
                """);

        assertThat(compilation.code()).as(compilation.output()).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fun root(store: PatientPaymentStore) = store.patient(null)",
                "fun sync() = Snapshot.builder().patients(Source.json(null as java.nio.file.Path?))",
                "fun query() = PaymentFilter.ofPatient(null)",
                "fun history(store: PatientPaymentStore) = store.history().changes(null, 1)"
            })
    void nullIsRefused(String call) throws IOException {
        Compilation compilation = compile(call);

        assertThat(compilation.code()).as(compilation.output()).isEqualTo(ExitCode.COMPILATION_ERROR);
        assertThat(compilation.output()).containsIgnoringCase("null");
    }

    @Test
    void whatTheDocumentationShowsCompiles() throws IOException {
        String page = Files.readString(Path.of("../../docs/kotlin.md"));
        List<String> shown =
                SHOWN.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(shown).isNotEmpty();
        for (String source : shown) {
            Compilation compilation = compileFile(source);

            assertThat(compilation.code()).as(compilation.output()).isEqualTo(ExitCode.OK);
        }
    }

    private Compilation compile(String source) throws IOException {
        return compileFile(IMPORTS + source);
    }

    private Compilation compileFile(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("Host.kt"), source);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ExitCode code = new K2JVMCompiler()
                .exec(
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        "-no-stdlib",
                        "-no-reflect",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.resolve("out").toString(),
                        file.toString());
        return new Compilation(code, output.toString(StandardCharsets.UTF_8));
    }

    private record Compilation(ExitCode code, String output) {}
}
