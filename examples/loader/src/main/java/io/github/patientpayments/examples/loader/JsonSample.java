package io.github.patientpayments.examples.loader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.patientpayments.SnapshotUnreadableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the first records of JSON: an array, lines of objects, or an array in an envelope. */
final class JsonSample {

    static final String ARRAY = "JSON array";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEEPEST = 3;

    /** With so many known names, an object is a record. */
    private static final int RECORD = 2;

    /** Others may be values, such as an id as the name of a field. */
    private static final Pattern NAME = Pattern.compile("(?!.*\\d{3})[\\p{L}_$@][\\p{L}\\p{M}\\d_$@:. -]{0,59}");

    /** What arrays in envelopes are called. In a file of several documents, any other is a part of a record. */
    private static final Set<String> USUAL =
            Set.of("/data", "/results", "/records", "/items", "/value", "/patients", "/payments");

    private final SampleText text;
    private final Optional<String> preferred;
    private final Map<String, SampleColumn> columns = new LinkedHashMap<>();
    private int count;
    private boolean all = true;

    JsonSample(SampleText text, Optional<String> preferred) {
        this.text = text;
        this.preferred = preferred.map(name -> "/" + name);
    }

    FileSample read() {
        if (!text.isUtf8()) {
            throw new SnapshotUnreadableException(
                    "The file looks like JSON in another encoding than UTF-8: have it exported in UTF-8, or convert it",
                    null);
        }
        boolean array = text.text().stripLeading().startsWith("[");
        Optional<String> envelope = array ? Optional.of("") : envelope();
        parse(parser -> records(parser, envelope.orElse(null)));
        String form =
                array ? ARRAY : envelope.map(pointer -> "JSON with an envelope").orElse("NDJSON");
        return new FileSample(
                text,
                form,
                Optional.empty(),
                true,
                envelope.filter(pointer -> !pointer.isEmpty()),
                List.copyOf(columns.values()),
                count,
                all && !text.cut());
    }

    /** Where the records are, unless each document is one. */
    private Optional<String> envelope() {
        Documents documents = new Documents();
        parse(documents::read);
        List<String> arrays = documents.likelyEnvelopes();
        Optional<String> named = preferred.filter(arrays::contains);
        if (arrays.size() > 1 && named.isEmpty() && documents.count == 1) {
            throw new SnapshotUnreadableException(
                    "The file has " + arrays.size() + " arrays of objects in one object. Name the one with the records"
                            + " in a mapping as records, for example \"/data\"; of patients and payments, --as chooses",
                    null);
        }
        return named.or(() -> arrays.size() == 1 ? Optional.of(arrays.get(0)) : Optional.empty());
    }

    /** Skips the rest of an array that has just begun, or has ended at once. */
    private static void leave(JsonParser parser) throws IOException {
        while (parser.currentToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            parser.nextToken();
        }
    }

    private void records(JsonParser parser, @Nullable String envelope) throws IOException {
        while (parser.nextToken() != null) {
            if (envelope == null) {
                record(parser);
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                String pointer = parser.getParsingContext().pathAsPointer().toString();
                if (pointer.equals(envelope)) {
                    while (all && parser.nextToken() != JsonToken.END_ARRAY) {
                        record(parser);
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (!all) {
                return;
            }
        }
    }

    private void record(JsonParser parser) throws IOException {
        if (parser.currentToken() == null) {
            throw new JsonEOFException(parser, null, "");
        }
        if (count == FileSample.MOST) {
            all = false;
            return;
        }
        Map<String, @Nullable String> record = new LinkedHashMap<>();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            fields(parser, "", 1, record);
        } else {
            parser.skipChildren();
        }
        record.forEach((name, value) -> {
            SampleColumn column = columns.computeIfAbsent(name, SampleColumn::new);
            if (value == null) {
                column.addNested();
            } else {
                column.add(value);
            }
        });
        count++;
    }

    /** Reads the fields of an object; null stands for what is not looked into. */
    private static void fields(JsonParser parser, String prefix, int depth, Map<String, @Nullable String> record)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String path = prefix + step(parser.currentName());
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && depth < DEEPEST) {
                fields(parser, path + ".", depth + 1, record);
            } else if (value.isStructStart()) {
                parser.skipChildren();
                record.put(path, null);
            } else {
                record.put(path, value == JsonToken.VALUE_NULL ? "" : parser.getText());
            }
        }
    }

    private static String step(String name) {
        return NAME.matcher(name).matches() ? name.replaceAll("[.\\[\\]\\\\]", "\\\\$0") : SampleColumn.UNNAMED;
    }

    private void parse(Reading reading) {
        try (JsonParser parser = JSON.createParser(text.text())) {
            try {
                reading.read(parser);
            } catch (IOException e) {
                if (!text.cut() || !(e instanceof JsonEOFException)) {
                    throw notJson(parser);
                }
            }
        } catch (IOException e) {
            throw new SnapshotUnreadableException("The file can't be read as JSON", e);
        }
    }

    /** Without the message of the parser, which quotes the file. */
    private SnapshotUnreadableException notJson(JsonParser parser) {
        return new SnapshotUnreadableException(
                "The file is not JSON, or truncated: line "
                        + parser.currentLocation().getLineNr() + ", column "
                        + parser.currentLocation().getColumnNr() + ", after " + count + " records",
                null);
    }

    private interface Reading {
        void read(JsonParser parser) throws IOException;
    }

    /** The arrays of objects in the first document. */
    private static final class Documents {

        private final List<String> arrays = new ArrayList<>();
        private int known;
        private int count;

        void read(JsonParser parser) throws IOException {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean outer = parser.getParsingContext().getParent() != null
                        && parser.getParsingContext().getParent().inRoot();
                if (token == JsonToken.START_OBJECT && outer) {
                    count++;
                } else if (token == JsonToken.FIELD_NAME && outer && FieldGuess.isKnown(parser.currentName())) {
                    known++;
                } else if (token == JsonToken.START_ARRAY) {
                    array(parser);
                }
                if (count > 1) {
                    return;
                }
            }
        }

        private void array(JsonParser parser) throws IOException {
            String pointer = parser.getParsingContext().pathAsPointer().toString();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                arrays.add(pointer);
            }
            leave(parser);
        }

        /** In a record, or in one of several documents, an array is an envelope only if it is called like one. */
        List<String> likelyEnvelopes() {
            return count > 1 || known >= RECORD
                    ? arrays.stream().filter(USUAL::contains).toList()
                    : arrays;
        }
    }
}
