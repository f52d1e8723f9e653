package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What is to be loaded.
 *
 * @param patients the patients, if they are
 * @param payments the payments, if they are
 */
record Inputs(Optional<Input> patients, Optional<Input> payments) {

    Inputs {
        if (patients.isEmpty() && payments.isEmpty()) {
            throw new IllegalArgumentException("Give --patients, --payments or both");
        }
        if (patients.filter(Input::isStandardInput).isPresent()
                && payments.filter(Input::isStandardInput).isPresent()) {
            throw new IllegalArgumentException(
                    "Standard input is read once: give the patients or the payments as a file");
        }
    }

    void into(SyncInput.Builder<?> delivery) {
        patients.ifPresent(input -> delivery.patients(input.source()));
        payments.ifPresent(input -> delivery.payments(input.source()));
    }

    /** How many bytes there are together; empty if that can't be known. */
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
