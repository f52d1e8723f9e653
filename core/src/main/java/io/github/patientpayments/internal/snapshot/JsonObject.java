package io.github.patientpayments.internal.snapshot;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.patientpayments.internal.snapshot.mapping.JsonShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads the values of one object, and of those in it. Reused for every object of the same shape. */
final class JsonObject {

    /** Notes nothing. */
    static final BiConsumer<String, JsonToken> UNNOTED = (name, token) -> {};

    private final JsonValues values;
    private final String[] names;
    private final SerializedString[] quickNames;
    private final int[] places;

    /** Of the fields that are no values themselves. */
    private final @Nullable JsonInner[] inners;

    private final List<JsonInner> allInners;

    /** The field that followed each field in the last object; then that after another field, and the first one. */
    private final int[] following;

    JsonObject(JsonShape shape, JsonValues values) {
        this.values = values;
        Map<String, List<JsonShape.Field>> byName =
                shape.fields().stream().collect(groupingBy(JsonShape.Field::name, LinkedHashMap::new, toList()));
        this.names = byName.keySet().toArray(String[]::new);
        this.quickNames = byName.keySet().stream().map(SerializedString::new).toArray(SerializedString[]::new);
        this.places = byName.values().stream()
                .mapToInt(fields -> fields.get(0).place())
                .toArray();
        this.inners = byName.values().stream()
                .map(fields -> fields.get(0).isPlain() ? null : new JsonInner(fields, values))
                .toArray(JsonInner[]::new);
        this.allInners = Arrays.stream(inners).filter(Objects::nonNull).toList();
        this.following = new int[names.length + 2];
    }

    /**
     * Reads an object whose opening brace the parser has just passed.
     *
     * @param depth the number of objects and arrays of the record around its values
     * @param others is told of the fields that are not read
     */
    void read(JsonParser parser, int depth, BiConsumer<String, JsonToken> others) throws IOException {
        for (int i = 0; i < allInners.size(); i++) {
            allInners.get(i).begin();
        }
        int field = nextField(parser, names.length + 1);
        while (parser.currentToken() != JsonToken.END_OBJECT) {
            JsonToken token = parser.nextToken();
            JsonInner inner = field < names.length ? inners[field] : null;
            if (inner != null) {
                inner.read(token, parser, depth);
            } else if (field < names.length) {
                values.take(places[field], token, parser);
                Nesting.skipIfStructure(parser, depth);
            } else {
                others.accept(parser.currentName(), token);
                Nesting.skipIfStructure(parser, depth);
            }
            field = nextField(parser, field);
        }
    }

    /**
     * The index of the next field; the number of names if it is none of them, and at the end. Most objects have the
     * same fields in the same order, and the parser is faster when it knows what to expect.
     */
    private int nextField(JsonParser parser, int previous) throws IOException {
        int expected = following[previous];
        if (parser.nextFieldName(quickNames[expected])) {
            return expected;
        }
        if (parser.currentToken() == JsonToken.END_OBJECT) {
            return names.length;
        }
        int field = indexOf(parser.currentName());
        if (field >= 0) {
            following[previous] = field;
        }
        return field < 0 ? names.length : field;
    }

    private int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
