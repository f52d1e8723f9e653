package io.github.patientpayments.benchmarks.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.benchmarks.rivals.JsonRows;
import io.github.patientpayments.sync.Mapping;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An export as another system would have written it: with other names, dates as in America, and cents.
 *
 * @param patients the patients as JSON
 * @param payments the payments as JSON
 * @param patientsCsv the patients as CSV
 * @param paymentsCsv the payments as CSV
 */
record OtherForm(Path patients, Path payments, Path patientsCsv, Path paymentsCsv) {

    static final Mapping MAPPING = Mapping.parse("""
            {
              "patients": {"fields": {
                "externalId": "PatNum", "firstName": "FName", "lastName": "LName",
                "middleName": {"from": "MiddleI", "optional": true},
                "dateOfBirth": {"from": "Birthdate", "formats": "MM/dd/uuuu"}
              }},
              "payments": {"fields": {
                "externalId": "PayNum", "patientId": "PatNum", "amount": {"from": "cents", "minorUnits": 2}
              }}
            }""");

    private static final List<String> PATIENT = List.of("PatNum", "FName", "LName", "MiddleI", "Birthdate");
    private static final List<String> PAYMENT = List.of("PayNum", "PatNum", "cents");
    private static final int BIRTH = PATIENT.indexOf("Birthdate");
    private static final int AMOUNT = PAYMENT.indexOf("cents");
    private static final DateTimeFormatter AMERICAN = DateTimeFormatter.ofPattern("MM/dd/uuuu");

    /** Writes an export in this form. */
    static OtherForm of(ExportFiles files) throws Exception {
        Path folder = files.folder();
        OtherForm form = new OtherForm(
                folder.resolve("other-patients.json"),
                folder.resolve("other-payments.json"),
                folder.resolve("other-patients.csv"),
                folder.resolve("other-payments.csv"));
        write(
                form.patients,
                form.patientsCsv,
                PATIENT,
                row -> JsonRows.patients(files, fields -> row.accept(american(fields))));
        write(
                form.payments,
                form.paymentsCsv,
                PAYMENT,
                row -> JsonRows.payments(files, fields -> row.accept(inCents(fields))));
        return form;
    }

    private static @Nullable String[] american(@Nullable String[] fields) {
        String birth = fields[BIRTH];
        fields[BIRTH] = birth == null ? null : LocalDate.parse(birth).format(AMERICAN);
        return fields;
    }

    private static @Nullable String[] inCents(@Nullable String[] fields) {
        String amount = fields[AMOUNT];
        fields[AMOUNT] = amount == null
                ? null
                : new BigDecimal(amount).movePointRight(2).toBigIntegerExact().toString();
        return fields;
    }

    private static void write(Path json, Path csv, List<String> names, Rows rows) throws Exception {
        try (JsonGenerator generator = new JsonFactory().createGenerator(Files.newBufferedWriter(json));
                CsvWriter writer = CsvWriter.builder().build(csv)) {
            generator.writeStartArray();
            writer.writeRecord(names);
            rows.forEach(fields -> {
                writeObject(generator, names, fields);
                writer.writeRecord(fields);
            });
            generator.writeEndArray();
        }
    }

    private static void writeObject(JsonGenerator generator, List<String> names, @Nullable String[] fields)
            throws IOException {
        generator.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(PAYMENT.get(AMOUNT))) {
                generator.writeFieldName(names.get(i));
                generator.writeNumber(fields[i]);
            } else if (fields[i] != null) {
                generator.writeStringField(names.get(i), fields[i]);
            }
        }
        generator.writeEndObject();
    }

    /** Passes records to a row. */
    private interface Rows {
        void forEach(JsonRows.Row row) throws Exception;
    }
}
