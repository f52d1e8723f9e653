package io.github.patientpayments.contract;

import static java.util.stream.Collectors.joining;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.job.DropFolder;
import io.github.patientpayments.sync.Guard;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the contracts of the drop folder share. */
abstract class DropFolderContractTest extends ContractTest {

    static final String FIRST = "2026-02-01T0200";
    static final String SECOND = "2026-02-02T0200";
    static final String THIRD = "2026-02-03T0200";

    @TempDir
    Path root;

    Path folder;

    @BeforeEach
    void createFolder() throws IOException {
        folder = Files.createTempDirectory(root, "drop");
        store = store(builder -> builder.guard(Guard.defaults()));
    }

    DropFolder job() {
        return builder(store).build();
    }

    DropFolder job(UnaryOperator<DropFolder.Builder> settings) {
        return settings.apply(builder(store)).build();
    }

    DropFolder.Builder builder(PatientPaymentStore other) {
        return DropFolder.builder(other, folder);
    }

    /** A store that does something before and after each sync, a refused one too. */
    PatientPaymentStore around(Thunk before, Thunk after) {
        return around("sync", before, after);
    }

    PatientPaymentStore around(String name, Thunk before, Thunk after) {
        return (PatientPaymentStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PatientPaymentStore.class}, (proxy, method, arguments) -> {
                    boolean meant = method.getName().equals(name);
                    if (meant) {
                        before.run();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (meant) {
                            after.run();
                        }
                    }
                });
    }

    void drop(String key, int patients) throws IOException {
        write("patients-" + key + ".json", patientsJson(patients));
        write("payments-" + key + ".json", paymentsJson(patients));
    }

    void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        age();
    }

    /** All files were written a minute ago. */
    void age() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
            }
        }
    }

    void moveBack(String from, String key) throws IOException {
        for (String name : List.of("patients-" + key + ".json", "payments-" + key + ".json")) {
            Files.move(folder.resolve(from).resolve(name), folder.resolve(name));
        }
    }

    List<String> names(String subfolder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(subfolder))) {
            return new ArrayList<>(
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    static String patientsJson(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i ->
                        "{\"externalId\":" + i + ",\"firstName\":\"First" + i + "\",\"lastName\":\"Last" + i + "\"}")
                .collect(joining(",", "[", "]"));
    }

    static String paymentsJson(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> "{\"externalId\":" + i + ",\"patientId\":" + i + ",\"amount\":" + i + "}")
                .collect(joining(",", "[", "]"));
    }

    interface Thunk {
        void run() throws Exception;
    }
}
