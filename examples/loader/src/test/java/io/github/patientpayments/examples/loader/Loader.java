package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.h2.jdbcx.JdbcDataSource;

/** The loader and a store in a folder of its own. The test can use the store too while no loader runs. */
record Loader(Path folder) {

    /** A hostile zone and locale. */
    private static final List<String> JVM =
            List.of("-Duser.timezone=Asia/Colombo", "-Duser.language=tr", "-Duser.country=TR");

    /** Their values are relative to the folder, which is not the working directory of this JVM. */
    private static final Set<String> FILE_OPTIONS =
            Set.of("--patients", "--payments", "--input-file", "--rejects", "--erasure-key-file", "--mapping");

    /** Runs it in this JVM. */
    Outcome run(String... arguments) {
        return runWithInput(InputStream.nullInputStream(), arguments);
    }

    /** Runs it in this JVM, with this as standard input. */
    Outcome runWithInput(String text, String... arguments) {
        return runWithInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), arguments);
    }

    /** Runs it in this JVM, with this standard input. */
    Outcome runWithInput(InputStream in, String... arguments) {
        List<String> located = new ArrayList<>(Arrays.asList(arguments));
        for (int i = 1; i < arguments.length; i++) {
            if (FILE_OPTIONS.contains(arguments[i - 1]) && !arguments[i].equals("-")) {
                located.set(i, path(arguments[i]));
            }
        }
        if (!located.contains("--jdbc-url")) {
            located.addAll(1, List.of("--jdbc-url", url()));
        }
        return Outcome.of(in, located.toArray(String[]::new));
    }

    /** Runs it in this JVM, where it must succeed and print nothing to standard error. */
    String answer(String... arguments) {
        Outcome outcome = run(arguments);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).as(outcome.out()).isZero();
        return outcome.words();
    }

    /** A process in the folder, where the default database is the same store. Slow: it starts for two seconds. */
    JavaProgram process(String... arguments) {
        return process(OtherProcess.classPath(), LoaderMain.class, arguments);
    }

    JavaProgram process(List<Path> classPath, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(JVM);
        command.addAll(List.of("-cp", OtherProcess.joined(classPath), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new JavaProgram(command).in(folder);
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Writes a file in the folder. */
    void file(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    boolean hasDatabase() {
        return Files.exists(folder.resolve("patient-payments.mv.db"));
    }

    String url() {
        return "jdbc:h2:file:" + folder.resolve("patient-payments").toAbsolutePath();
    }

    /** Applies a function to the store. */
    <T> T store(Function<PatientPaymentStore, T> function) {
        return store(Clock.systemUTC(), function);
    }

    /** Applies a function to the store at another time. */
    <T> T store(Clock clock, Function<PatientPaymentStore, T> function) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url() + ";TRACE_LEVEL_FILE=0"); // a trace file is then one of the loader's
        try (Connection keptOpen = database.getConnection()) {
            assertThat(keptOpen.isClosed()).isFalse();
            PatientPaymentStore store = PatientPaymentStore.builder(database)
                    .erasureKey(new byte[32])
                    .clock(clock)
                    .build();
            store.migrate();
            return function.apply(store);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** All records as text: if it is equal before and after, nothing has changed. */
    String everything() {
        return store(Loader::everything);
    }

    static String everything(PatientPaymentStore store) {
        PageRequest<PatientSort> patients = PageRequest.by(PatientSort.ID).limit(PageRequest.MAX_LIMIT);
        PageRequest<PaymentSort> payments = PageRequest.by(PaymentSort.ID).limit(PageRequest.MAX_LIMIT);
        StringBuilder text = new StringBuilder();
        store.patients(PatientFilter.builder().includeDeleted().build(), patients)
                .items()
                .forEach(patient -> text.append(patient.externalId())
                        .append(' ')
                        .append(patient.firstName())
                        .append(' ')
                        .append(patient.lastName())
                        .append(' ')
                        .append(patient.paymentTotal())
                        .append(' ')
                        .append(patient.updatedAt())
                        .append(patient.deletedAt().map(at -> " deleted").orElse(""))
                        .append('\n'));
        store.payments(PaymentFilter.builder().includeDeleted().build(), payments)
                .items()
                .forEach(payment -> text.append(payment.externalId())
                        .append(' ')
                        .append(payment.amount())
                        .append(' ')
                        .append(payment.updatedAt())
                        .append(payment.deletedAt().map(at -> " deleted").orElse(""))
                        .append('\n'));
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
        return text.toString();
    }
}
