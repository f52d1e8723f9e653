package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.internal.snapshot.mapping.JsonPath;
import io.github.patientpayments.internal.snapshot.mapping.JsonShape;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a field that is an object with values in it, or an array of which one element is read. */
final class JsonInner {

    private final JsonShape.Field field;
    private final JsonPath.Step step;
    private final JsonValues values;
    private final int[] places;
    private final @Nullable JsonObject object;
    private boolean read;

    JsonInner(JsonShape.Field field, JsonValues values) {
        this.field = field;
        this.step = field.step();
        this.values = values;
        this.places = field.places().toArray();
        JsonShape shape = field.object();
        this.object = shape == null ? null : new JsonObject(shape, values);
    }

    boolean isOf(JsonShape.Field other) {
        return field == other;
    }

    /** Before each object that may have the field. */
    void begin() {
        read = false;
    }

    /** Reads the value of the field, which the parser has just begun, to its end. */
    void read(JsonToken token, JsonParser parser, int depth) throws IOException {
        boolean again = read;
        read = true;
        if (!step.inArray()) {
            value(token, parser, depth);
        } else if (token == JsonToken.START_ARRAY) {
            elements(parser, Nesting.inner(depth));
        } else if (token != JsonToken.VALUE_NULL) {
            values.haveWrongType(places);
            Nesting.skipIfStructure(parser, depth);
        }
        if (again) {
            values.areRepeated(places);
        }
    }

    private void value(JsonToken token, JsonParser parser, int depth) throws IOException {
        if (field.place() >= 0) {
            values.take(field.place(), token, parser);
        } else if (token == JsonToken.START_OBJECT && object != null) {
            object.read(parser, Nesting.inner(depth), JsonObject.UNNOTED);
            return;
        } else if (token != JsonToken.VALUE_NULL) {
            values.haveWrongType(places);
        }
        Nesting.skipIfStructure(parser, depth);
    }

    private void elements(JsonParser parser, int depth) throws IOException {
        boolean found = false;
        int number = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (step.key() != null && token == JsonToken.START_OBJECT) {
                found |= isChosen(parser, depth, found);
            } else if (step.index() != null && step.index() == number) {
                value(token, parser, depth);
            } else {
                Nesting.skipIfStructure(parser, depth);
            }
            number++;
        }
    }

    /** Reads an element, and forgets it again if it is not the one. Which one it is may stand at its end. */
    private boolean isChosen(JsonParser parser, int depth, boolean foundBefore) throws IOException {
        JsonValues.Kept kept = values.keep(places);
        value(JsonToken.START_OBJECT, parser, depth);
        boolean chosen = values.is(field.keyPlace(), step.value());
        if (!chosen) {
            values.restore(places, kept);
        } else if (foundBefore) {
            values.areRepeated(places);
        }
        return chosen;
    }
}
