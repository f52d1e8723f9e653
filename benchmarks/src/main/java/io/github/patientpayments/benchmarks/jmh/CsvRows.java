package io.github.patientpayments.benchmarks.jmh;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.benchmarks.data.Fields;
import io.github.patientpayments.benchmarks.rivals.JsonRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * An export as CSV.
 *
 * @param patients the file with the patients
 * @param payments the file with the payments
 */
record CsvRows(Path patients, Path payments) {

    /** Writes an export as CSV. */
    static CsvRows of(ExportFiles files) throws Exception {
        CsvRows rows = new CsvRows(
                files.folder().resolve("patients.csv"), files.folder().resolve("payments.csv"));
        try (CsvWriter patients = CsvWriter.builder().build(rows.patients)) {
            patients.writeRecord(Fields.PATIENT);
            JsonRows.patients(files, patients::writeRecord);
        }
        try (CsvWriter payments = CsvWriter.builder().build(rows.payments)) {
            payments.writeRecord(Fields.PAYMENT);
            JsonRows.payments(files, payments::writeRecord);
        }
        return rows;
    }

    /** The bare loop of FastCSV: takes the fields as strings, and checks nothing. */
    void forEach(Consumer<String> value) throws IOException {
        for (Path file : List.of(patients, payments)) {
            try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(file)) {
                for (CsvRecord row : records) {
                    for (int i = 0; i < row.getFieldCount(); i++) {
                        value.accept(row.getField(i));
                    }
                }
            }
        }
    }
}
