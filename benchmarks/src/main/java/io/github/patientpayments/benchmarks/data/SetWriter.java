package io.github.patientpayments.benchmarks.data;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the records of one set, as JSON and as rows. What the generator makes needs no escapes in either. */
final class SetWriter implements Closeable {

    private final List<String> names;
    private final Writer json;
    private final Writer rows;
    private String separator = "[\n";

    SetWriter(Path folder, String set, List<String> names, boolean gzip) throws IOException {
        this.names = names;
        OutputStream packed = Files.newOutputStream(folder.resolve(set + (gzip ? ".json.gz" : ".json")));
        this.json = text(gzip ? new GZIPOutputStream(packed, 1 << 16) : packed);
        this.rows = text(Files.newOutputStream(folder.resolve(set + ".copy")));
    }

    private static Writer text(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    void write(@Nullable String[] record) throws IOException {
        json.write(separator);
        separator = ",\n";
        for (int i = 0; i < record.length; i++) {
            json.write(i == 0 ? "{" : ",");
            writeField(names.get(i), record[i]);
            String value = record[i];
            rows.write(value == null ? "\\N" : value);
            rows.write(i == record.length - 1 ? '\n' : '\t');
        }
        json.write('}');
    }

    private void writeField(String name, @Nullable String value) throws IOException {
        String quote = value == null || name.equals("amount") ? "" : "\"";
        json.write("\"" + name + "\":" + quote + value + quote);
    }

    @Override
    public void close() throws IOException {
        try (json;
                rows) {
            json.write(separator.equals("[\n") ? "[]\n" : "\n]\n");
        }
    }
}
