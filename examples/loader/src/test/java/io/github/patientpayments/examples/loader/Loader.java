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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The loader as a process in a folder of its own, with the database that it makes there by default. The test sees the
 * same store while no loader runs: an H2 file is one process's at a time.
 */
record Loader(Path folder) {

    /** Cheap to start; in a hostile zone and locale. */
    private static final List<String> JVM = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Duser.timezone=Asia/Colombo",
            "-Duser.language=tr",
            "-Duser.country=TR");

    OtherProcess run(String... arguments) throws IOException, InterruptedException {
        return program(arguments).run();
    }

    JavaProgram program(String... arguments) {
        return program(OtherProcess.classPath(), arguments);
    }

    JavaProgram program(List<Path> classPath, String... arguments) {
        List<String> command = new ArrayList<>(JVM);
        command.addAll(List.of("-cp", OtherProcess.joined(classPath), LoaderMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new JavaProgram(command).in(folder);
    }

    /** Runs it, and it has to succeed in silence but for its answer. */
    String answer(String... arguments) throws IOException, InterruptedException {
        OtherProcess process = run(arguments);
        assertThat(process.err()).isEmpty();
        assertThat(process.exitCode()).as(process.out()).isZero();
        return process.out().replaceAll(" +", " ");
    }

    /** A file in the folder. */
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

    /** Asks the store from within the test, or does something to it. */
    <T> T store(Function<PatientPaymentStore, T> question) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url());
        try (Connection keptOpen = database.getConnection()) {
            assertThat(keptOpen.isClosed()).isFalse();
            PatientPaymentStore store = PatientPaymentStore.builder(database)
                    .erasureKey(new byte[32])
                    .build();
            store.migrate();
            return question.apply(store);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** All that can be asked: equal before and after means that nothing has changed. */
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
