package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the fields are in files with other names. */
final class MappingOptions {

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "A file that says where in the records the fields are, and how their values are written."
                    + " Begin with what patient-payments presets show NAME prints.")
    private @Nullable Path file;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "A mapping of the program: see patient-payments presets.")
    private @Nullable String preset;

    @Option(
            names = "--map",
            paramLabel = "FIELD=PLACE",
            split = ",",
            description = "Where fields are that have another name: a column of CSV, or a path in JSON such as"
                    + " bio.birthDate. A comma-separated list; may be repeated. Others keep their names. For all else"
                    + " use --mapping.")
    private List<String> fields = List.of();

    @Option(
            names = "--records",
            paramLabel = "POINTER",
            description = "A JSON Pointer to the array with the records, such as /results, if JSON has it in an"
                    + " envelope. With --map, or alone.")
    private @Nullable String records;

    /**
     * The mapping that was given.
     *
     * @param delimited the sets that are loaded, and whether each is CSV by its name or an option
     * @throws IllegalArgumentException if it can't be used for them
     */
    Optional<Mapping> mapping(Map<RecordType, Boolean> delimited) {
        checkOneOnly();
        Path given = file;
        if (given != null) {
            String option = "--mapping " + given;
            return Optional.of(complete(named(option, () -> read(given)), option, delimited));
        }
        if (preset != null) {
            return Optional.of(complete(Presets.mapping(preset), "--preset " + preset, delimited));
        }
        return fields.isEmpty() && records == null
                ? Optional.empty()
                : Optional.of(named(
                        fields.isEmpty() ? "--records" : "--map",
                        () -> Mapping.parse(ShortMapping.text(fields, records, delimited))));
    }

    private void checkOneOnly() {
        long given = Stream.of(file != null, preset != null, !fields.isEmpty() || records != null)
                .filter(Boolean::booleanValue)
                .count();
        if (given > 1) {
            throw new IllegalArgumentException(
                    "--mapping, --preset and --map with --records exclude each other: specify one of them");
        }
    }

    private static Mapping read(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("it is a directory: specify a file");
        }
        try {
            return Mapping.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    Files.exists(file) ? "it can't be read, or is not UTF-8" : "there is no such file", e);
        }
    }

    private static Mapping named(String option, Supplier<Mapping> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static Mapping complete(Mapping mapping, String option, Map<RecordType, Boolean> delimited) {
        for (RecordType set : delimited.keySet()) {
            if (!mapping.sets().contains(set)) {
                throw new IllegalArgumentException(option + " has no part for " + set.plural() + ": it can load "
                        + mapping.sets().iterator().next().plural() + " only");
            }
        }
        return mapping;
    }
}
