package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of held inputs, and what is uploaded. */
abstract class HeldFixture {

    @TempDir
    Path folder;

    /** Opened by the test. */
    HeldInputs inputs;

    @AfterEach
    void close() {
        inputs.close();
    }

    final Path held() {
        return folder.resolve("held");
    }

    static Upload upload(RecordType set, Optional<LocalDate> paidFrom, boolean delta) {
        return new Upload(
                set,
                delta,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                paidFrom,
                false,
                Set.of(),
                false);
    }

    final Path file(Stream<String> records) throws IOException {
        Path file = Files.createTempFile(folder, "body-", ".json");
        return Files.writeString(file, records.collect(Collectors.joining(",", "[", "]")));
    }
}
