package io.github.patientpayments.benchmarks.rivals;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Writes records into a table by COPY, which ends when this is closed. */
final class CopyRows implements JsonRows.Row, AutoCloseable {

    private final Writer out;
    private final StringBuilder line = new StringBuilder();

    CopyRows(Connection connection, String table) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        this.out = new OutputStreamWriter(
                new PGCopyOutputStream(postgres, "COPY " + table + " FROM STDIN", 1 << 16), StandardCharsets.UTF_8);
    }

    @Override
    public void accept(@Nullable String[] fields) throws IOException {
        line.setLength(0);
        for (String field : fields) {
            append(field);
            line.append('\t');
        }
        line.setCharAt(line.length() - 1, '\n');
        out.append(line);
    }

    private void append(@Nullable String field) {
        if (field == null) {
            line.append("\\N");
            return;
        }
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
