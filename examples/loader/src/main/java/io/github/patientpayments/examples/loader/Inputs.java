package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The files of a load.
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

    void into(SyncInput.Builder<?> builder, FormatOptions format) {
        patients.ifPresent(input -> builder.patients(format.source(input)));
        payments.ifPresent(input -> builder.payments(format.source(input)));
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
        return all().anyMatch(input -> input.is(file));
    }

    private Stream<Input> all() {
        return Stream.concat(patients.stream(), payments.stream());
    }
}
