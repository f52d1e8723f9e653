package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The mappings that the program has, made from public documentation. */
final class Presets {

    /** A jar has no list of its files. */
    static final List<String> NAMES = List.of(
            "drchrono",
            "fhir-r4-deleted",
            "fhir-r4-patients",
            "lockbox",
            "open-dental",
            "openemr",
            "stripe",
            "synthea");

    private Presets() {}

    static Mapping mapping(String name) {
        return Mapping.parse(text(name));
    }

    /**
     * The text of a preset.
     *
     * @throws IllegalArgumentException if there is none with this name
     */
    static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "There is no preset '" + name + "'; known are " + String.join(", ", NAMES));
        }
        try (InputStream in = Objects.requireNonNull(Presets.class.getResourceAsStream("presets/" + name + ".json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the jar of the program is damaged
        }
    }
}
