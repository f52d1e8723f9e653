package io.github.patientpayments.examples.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of an upload a second time, after the store has accepted it: an array, or one element per line.
 * Keeps only the fields of a record, and only of one batch at a time. Not thread-safe.
 */
final class ElementReader implements AutoCloseable {

    /** The store's own limit for a record: it has already refused anything longer. */
    private static final int MAX_RECORD = 1 << 20;

    /** The size of a batch, in characters. */
    private static final int MAX_BATCH = 1 << 20;

    private static final Set<String> FIELDS = Set.of(
            "externalId",
            "firstName",
            "lastName",
            "middleName",
            "dateOfBirth",
            "patientId",
            "amount",
            "paidOn",
            "deleted");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(MAX_RECORD)
                    .maxNameLength(MAX_RECORD)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final boolean array;
    private @Nullable JsonToken first;

    ElementReader(InputStream text) throws IOException {
        this.parser = FACTORY.createParser(text);
        JsonToken token = parser.nextToken();
        this.array = token == JsonToken.START_ARRAY;
        this.first = array ? parser.nextToken() : token;
    }

    /** The next batch: at most that many elements, fewer if they are large, and none after the last. */
    List<Map<String, String>> next(int max) throws IOException {
        List<Map<String, String>> batch = new ArrayList<>();
        long characters = 0;
        while (batch.size() < max && characters < MAX_BATCH) {
            Map<String, String> element = element();
            if (element == null) {
                break;
            }
            characters += element.values().stream().mapToInt(String::length).sum();
            batch.add(element);
        }
        return batch;
    }

    /** The scalar fields of the next element by name, none if it is not an object; null after the last element. */
    private @Nullable Map<String, String> element() throws IOException {
        JsonToken token = first == null ? parser.nextToken() : first;
        first = null;
        if (token == null || (array && token == JsonToken.END_ARRAY)) {
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        if (token != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return fields;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (FIELDS.contains(name) && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                fields.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return fields;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
