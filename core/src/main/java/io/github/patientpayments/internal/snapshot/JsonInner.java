package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.internal.snapshot.mapping.JsonPath;
import io.github.patientpayments.internal.snapshot.mapping.JsonShape;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a field that is an object with values in it, or an array with elements that are read. */
final class JsonInner {

    private final JsonValues values;
    private final List<Element> elements;
    private final int[] places;
    private boolean read;

    /**
     * Creates a reader of a field.
     *
     * @param fields what it is; several if it is an array of which several elements are read
     */
    JsonInner(List<JsonShape.Field> fields, JsonValues values) {
        this.values = values;
        this.elements = fields.stream().map(field -> new Element(field, values)).toList();
        this.places = fields.stream().flatMapToInt(JsonShape.Field::places).toArray();
    }

    /** Before each object that may have the field. */
    void begin() {
        read = false;
    }

    /** Reads the value of the field, which the parser has just begun, to its end. */
    void read(JsonToken token, JsonParser parser, int depth) throws IOException {
        boolean again = read;
        read = true;
        Element first = elements.get(0);
        if (!first.step.inArray()) {
            first.read(token, parser, depth);
        } else if (token == JsonToken.START_ARRAY) {
            array(parser, Nesting.inner(depth));
        } else if (token != JsonToken.VALUE_NULL) {
            values.haveWrongType(places);
            Nesting.skipIfStructure(parser, depth);
        }
        if (again) {
            values.areRepeated(places);
        }
    }

    private void array(JsonParser parser, int depth) throws IOException {
        Element first = elements.get(0);
        boolean found = false;
        int number = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            Element numbered = numbered(number);
            if (first.step.key() != null && token == JsonToken.START_OBJECT) {
                found |= isChosen(first, parser, depth, found);
            } else if (numbered != null) {
                numbered.read(token, parser, depth);
            } else {
                Nesting.skipIfStructure(parser, depth);
            }
            number++;
        }
    }

    private @Nullable Element numbered(int number) {
        for (Element element : elements) {
            if (element.step.index() != null && element.step.index() == number) {
                return element;
            }
        }
        return null;
    }

    /** Reads an element, and forgets it again if it is not the one. Which one it is may stand at its end. */
    private boolean isChosen(Element element, JsonParser parser, int depth, boolean foundBefore) throws IOException {
        JsonValues.Kept kept = values.keep(places);
        element.read(JsonToken.START_OBJECT, parser, depth);
        boolean chosen = values.is(element.keyPlace, element.step.value());
        boolean unclear = values.isRepeated(element.keyPlace);
        if (!chosen) {
            values.restore(places, kept);
        }
        if (unclear || (chosen && foundBefore)) {
            values.areRepeated(places);
        }
        return chosen;
    }

    /** The object itself, or one element of the array. */
    private static final class Element {

        private final JsonValues values;
        private final JsonPath.Step step;
        private final int place;
        private final int keyPlace;
        private final int[] places;
        private final @Nullable JsonObject object;

        Element(JsonShape.Field field, JsonValues values) {
            this.values = values;
            this.step = field.step();
            this.place = field.place();
            this.keyPlace = field.keyPlace();
            this.places = field.places().toArray();
            JsonShape shape = field.object();
            this.object = shape == null ? null : new JsonObject(shape, values);
        }

        void read(JsonToken token, JsonParser parser, int depth) throws IOException {
            if (object == null) {
                values.take(place, token, parser);
            } else if (token == JsonToken.START_OBJECT) {
                object.read(parser, Nesting.inner(depth), JsonObject.UNNOTED);
                return;
            } else if (token != JsonToken.VALUE_NULL) {
                values.haveWrongType(places);
            }
            Nesting.skipIfStructure(parser, depth);
        }
    }
}
