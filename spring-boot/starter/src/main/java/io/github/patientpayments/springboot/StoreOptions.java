package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.job.DropFolder;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Mapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Turns the properties into options of a store and of a job. */
final class StoreOptions {

    private StoreOptions() {}

    static void apply(PatientPaymentsProperties properties, Guard guard, PatientPaymentStore.Builder builder) {
        builder.schema(properties.schema());
        if (properties.zone() != null) {
            builder.zone(properties.zone());
        }
        if (properties.lockTimeout() != null) {
            builder.lockTimeout(properties.lockTimeout());
        }
        if (properties.inputDeadline() != null) {
            builder.inputDeadline(properties.inputDeadline());
        }
        if (properties.maxStoredRejections() != null) {
            builder.maxStoredRejections(properties.maxStoredRejections());
        }
        if (properties.maxRecordsInMemory() != null) {
            builder.maxRecordsInMemory(properties.maxRecordsInMemory());
        }
        builder.guard(GuardOptions.applied(properties.guard(), guard));
        erasing(properties, builder);
    }

    private static void erasing(PatientPaymentsProperties properties, PatientPaymentStore.Builder builder) {
        if (properties.keepErasedTotals()) {
            builder.keepErasedTotals();
        }
        if (properties.erasureKeyFile() != null) {
            byte[][] former = properties.formerErasureKeyFiles().stream()
                    .map(StoreOptions::bytes)
                    .toArray(byte[][]::new);
            builder.erasureKey(bytes(properties.erasureKeyFile()), former);
        } else if (!properties.formerErasureKeyFiles().isEmpty()) {
            throw new IllegalStateException("patient-payments.former-erasure-key-files is set, and"
                    + " patient-payments.erasure-key-file is not: it names the key for new erasures");
        }
    }

    static DropFolder dropFolder(PatientPaymentStore store, PatientPaymentsProperties properties) {
        PatientPaymentsProperties.Job job = properties.job();
        DropFolder.Builder builder = DropFolder.builder(store, Objects.requireNonNull(job.folder(), "folder"));
        if (properties.zone() != null) {
            builder.zone(properties.zone());
        }
        if (job.patients() != null && job.payments() != null) {
            builder.names(job.patients(), job.payments());
        } else if (job.patients() != null || job.payments() != null) {
            throw new IllegalStateException(
                    "patient-payments.job.patients and patient-payments.job.payments name the files of a pair:"
                            + " set both or none");
        }
        if (job.mapping() != null) {
            builder.mapping(mapping(job.mapping()));
        }
        if (job.quiet() != null) {
            builder.quiet(job.quiet());
        }
        return builder.build();
    }

    private static Mapping mapping(Path file) {
        try {
            return Mapping.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The mapping " + file + " can't be read", e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The erasure key " + file + " can't be read", e);
        }
    }
}
