package io.github.patientpayments.examples.service.held;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/** A small file of names and values, which only this user can read, and which is there as a whole or not at all. */
final class Fields {

    private final Properties values = new Properties();

    static Fields read(Path file) throws IOException {
        Fields fields = new Fields();
        try (Reader text = Files.newBufferedReader(file)) {
            fields.values.load(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged", e);
        }
        return fields;
    }

    /** Replaces the file. */
    void write(Path file) throws IOException {
        Path written = Files.createTempFile(file.getParent(), "new-", ".tmp");
        try {
            try (var out = Files.newBufferedWriter(written)) {
                values.store(out, null);
            }
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    Fields put(String name, Object value) {
        values.setProperty(name, value.toString());
        return this;
    }

    Fields put(String name, Optional<?> value) {
        value.ifPresent(given -> put(name, given));
        return this;
    }

    String text(String name) {
        return Objects.requireNonNull(values.getProperty(name), name);
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    <T> Optional<T> get(String name, Function<String, T> parser) {
        return Optional.ofNullable(values.getProperty(name)).map(parser);
    }
}
