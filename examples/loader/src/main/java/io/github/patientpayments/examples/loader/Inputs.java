package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.SyncInput;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The files of a load, or the folders with the files.
 *
 * @param patients the patients, if they are loaded
 * @param payments the payments, if they are loaded
 */
record Inputs(Optional<Input> patients, Optional<Input> payments) {

    Inputs {
        if (patients.isEmpty() && payments.isEmpty()) {
            throw new IllegalArgumentException("Specify --patients, --payments or both");
        }
        if (patients.filter(Input::isStandardInput).isPresent()
                && payments.filter(Input::isStandardInput).isPresent()) {
            throw new IllegalArgumentException(
                    "Standard input can be read only once: specify a file for the patients or for the payments");
        }
    }

    void into(SyncInput.Builder<?> builder, FormatOptions format, MappingOptions mappings) {
        Optional<Mapping> mapping = mappings.mapping(delimited(format));
        patients.ifPresent(input -> builder.patients(format.source(RecordType.PATIENT, input, mapping)));
        payments.ifPresent(input -> builder.payments(format.source(RecordType.PAYMENT, input, mapping)));
    }

    /** The sets that are loaded, and whether the names of their files or an option say that they are CSV. */
    private Map<RecordType, Boolean> delimited(FormatOptions format) {
        Map<RecordType, Boolean> delimited = new EnumMap<>(RecordType.class);
        patients.ifPresent(input -> delimited.put(RecordType.PATIENT, format.isCsv(input, false)));
        payments.ifPresent(input -> delimited.put(RecordType.PAYMENT, format.isCsv(input, false)));
        return delimited;
    }

    /** The size of all files in bytes; empty if the size of one is unknown. */
    OptionalLong size() {
        List<OptionalLong> sizes = all().map(Input::size).toList();
        return sizes.stream().allMatch(OptionalLong::isPresent)
                ? OptionalLong.of(
                        sizes.stream().mapToLong(OptionalLong::getAsLong).sum())
                : OptionalLong.empty();
    }

    boolean contain(Path file) {
        return all().anyMatch(input -> input.contains(file));
    }

    private Stream<Input> all() {
        return Stream.concat(patients.stream(), payments.stream());
    }
}
