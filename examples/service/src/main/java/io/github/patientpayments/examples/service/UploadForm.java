package io.github.patientpayments.examples.service;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Source;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The form of the records in an upload.
 *
 * @param csv how CSV is read; empty for JSON
 * @param mapping where the fields are; empty if they have their own names
 */
record UploadForm(Optional<CsvFormat> csv, Optional<Mapping> mapping) {

    /** The form of a request's body. A mapping without a part for the set does not concern it. */
    static UploadForm of(Exchange exchange, RecordType set, Optional<Mapping> mapping) {
        return new UploadForm(
                MediaTypes.csv(exchange), mapping.filter(given -> given.sets().contains(set)));
    }

    Source.Bytes source(Path file) {
        Source.Bytes source = csv.isPresent() ? Source.csv(file).format(csv.get()) : Source.json(file);
        return mapping.isPresent() ? source.mapping(mapping.get()) : source;
    }

    /** Whether each record can be answered: the response repeats its fields, which it finds in JSON by their names. */
    boolean hasEntries() {
        return csv.isEmpty() && mapping.isEmpty();
    }
}
