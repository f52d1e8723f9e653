package io.github.patientpayments.benchmarks.rivals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.benchmarks.data.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The bare token loop of Jackson: takes the fields that are needed as strings, and checks nothing. */
public final class JsonRows {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonRows() {}

    /** Reads the patients of an export. */
    public static void patients(ExportFiles files, Row row) throws Exception {
        read(files.patients(), Fields.PATIENT, row);
    }

    /** Reads the payments of an export. */
    public static void payments(ExportFiles files, Row row) throws Exception {
        read(files.payments(), Fields.PAYMENT, row);
    }

    private static void read(Path file, List<String> names, Row row) throws Exception {
        try (InputStream in = open(file);
                JsonParser json = JSON.createParser(in)) {
            @Nullable String[] fields = new @Nullable String[names.size()];
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Arrays.fill(fields, null);
                readFields(json, names, fields);
                row.accept(fields);
            }
        }
    }

    private static void readFields(JsonParser json, List<String> names, @Nullable String[] fields) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            int place = names.indexOf(name);
            JsonToken value = json.nextToken();
            if (place < 0) {
                json.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                fields[place] = json.getText();
            }
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /** Takes one record. */
    @FunctionalInterface
    public interface Row {

        /**
         * Takes it.
         *
         * @param fields by the places of {@link Fields}; the array is used again for the next record
         */
        void accept(@Nullable String[] fields) throws Exception;
    }
}
