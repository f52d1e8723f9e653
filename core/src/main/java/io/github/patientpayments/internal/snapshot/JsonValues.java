package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.OtherFields;
import io.github.patientpayments.internal.snapshot.mapping.JsonShape;
import io.github.patientpayments.internal.snapshot.mapping.Numbers;
import io.github.patientpayments.internal.snapshot.mapping.PlacedValues;
import io.github.patientpayments.sync.Rejection.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of one JSON object, as they were sent. Reused for every object. */
final class JsonValues implements PlacedValues {

    /** The usual names of a set in an envelope. */
    private static final Set<String> ENVELOPES = Set.of(
            "patients",
            "payments",
            "data",
            "items",
            "records",
            "results",
            "content",
            "rows",
            "value",
            "values",
            "list");

    private final List<String> places;
    private final JsonObject root;
    private final @Nullable JsonToken[] tokens;
    private final @Nullable String[] texts;
    private final @Nullable BigDecimal[] numbers;
    private final boolean[] repeated;

    private final List<String> otherNames = new ArrayList<>();
    private boolean first = true;
    private int arrays;
    private String arrayName = "";

    /**
     * Creates a reader of objects.
     *
     * @param places the paths of the values
     */
    JsonValues(List<String> places) {
        JsonShape shape = JsonShape.of(places);
        this.places = places;
        this.root = new JsonObject(shape, this);
        this.tokens = new JsonToken[shape.size()];
        this.texts = new String[shape.size()];
        this.numbers = new BigDecimal[shape.size()];
        this.repeated = new boolean[shape.size()];
    }

    /** Reads an object whose opening brace the parser has just passed. */
    void read(JsonParser parser) throws IOException {
        for (int i = 0; i < tokens.length; i++) {
            clear(i);
        }
        boolean noting = first;
        first = false;
        root.read(parser, 1, noting ? this::note : JsonObject.UNNOTED);
    }

    private void clear(int place) {
        tokens[place] = null;
        texts[place] = null;
        numbers[place] = null;
        repeated[place] = false;
    }

    /** Takes the value that the parser has just begun. */
    void take(int place, JsonToken token, JsonParser parser) throws IOException {
        repeated[place] = tokens[place] != null;
        tokens[place] = token;
        numbers[place] = token == JsonToken.VALUE_NUMBER_FLOAT ? usualNumber(parser) : null;
        texts[place] = token.isScalarValue() && numbers[place] == null ? parser.getText() : null;
    }

    /** The values would be in a structure, instead of which there is something else. */
    void haveWrongType(int[] wrong) {
        for (int place : wrong) {
            tokens[place] = JsonToken.START_OBJECT;
        }
    }

    /** The structure with the values is repeated. */
    void areRepeated(int[] again) {
        for (int place : again) {
            repeated[place] = true;
        }
    }

    /** Whether a value is this text. */
    boolean is(int place, @Nullable String text) {
        return text != null && tokens[place] != JsonToken.VALUE_NULL && text.equals(texts[place]);
    }

    /** Whether a value was there more than once. */
    boolean isRepeated(int place) {
        return repeated[place];
    }

    /** Keeps values, and clears them. */
    Kept keep(int[] kept) {
        Kept copy = new Kept(tokens.clone(), texts.clone(), numbers.clone(), repeated.clone());
        for (int place : kept) {
            clear(place);
        }
        return copy;
    }

    /** Restores the values that were kept. */
    void restore(int[] kept, Kept copy) {
        for (int place : kept) {
            tokens[place] = copy.tokens()[place];
            texts[place] = copy.texts()[place];
            numbers[place] = copy.numbers()[place];
            repeated[place] = copy.repeated()[place];
        }
    }

    /** Copies of all values. */
    @SuppressWarnings("ArrayRecordComponent")
    record Kept(
            @Nullable JsonToken[] tokens,
            @Nullable String[] texts,
            @Nullable BigDecimal[] numbers,
            boolean[] repeated) {}

    /** Without a text, which only other numbers need. */
    private static @Nullable BigDecimal usualNumber(JsonParser parser) throws IOException {
        return Numbers.usual(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }

    /** The name of a field with a structure may be a person's, as in an object that has a record for each name. */
    private void note(String name, JsonToken token) {
        if (token == JsonToken.START_ARRAY) {
            arrays++;
            arrayName = name;
        } else if (token.isScalarValue() && otherNames.size() < OtherFields.SOME && OtherFields.isPlain(name)) {
            otherNames.add(name);
        }
    }

    /** Some of the names of the first object that are not read; of no other, since a message needs no more. */
    List<String> otherNames() {
        return List.copyOf(otherNames);
    }

    /** Describes an object without a single field of a record: an envelope of the set, or something else. */
    Optional<String> otherObject() {
        boolean none = otherNames.isEmpty() && arrays == 0;
        if (none || Arrays.stream(tokens).anyMatch(Objects::nonNull)) {
            return Optional.empty();
        }
        if (arrays > 0) {
            boolean usual = arrays == 1 && ENVELOPES.contains(arrayName);
            return Optional.of("around the set: send the array " + (usual ? "in its field " + arrayName : "alone"));
        }
        return Optional.of(
                "with the fields " + String.join(", ", otherNames) + " and none of " + String.join(", ", places));
    }

    @Override
    public @Nullable String id(int place, String field, Faults faults) {
        JsonToken token = present(place, field, faults);
        boolean id = token == null || token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
        return id ? texts[place] : wrongType(field, faults);
    }

    @Override
    public @Nullable String text(int place, String field, Faults faults) {
        JsonToken token = present(place, field, faults);
        return token == null || token == JsonToken.VALUE_STRING ? texts[place] : wrongType(field, faults);
    }

    @Override
    public @Nullable String scalar(int place, String field, Faults faults) {
        JsonToken token = present(place, field, faults);
        if (token != null && !token.isScalarValue()) {
            return wrongType(field, faults);
        }
        BigDecimal number = token == null ? null : numbers[place];
        return number == null ? texts[place] : number.toPlainString();
    }

    @Override
    public boolean flag(int place, String field, Faults faults) {
        JsonToken token = present(place, field, faults);
        if (token != null && token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            wrongType(field, faults);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    @Override
    public @Nullable BigDecimal decimal(int place, String field, Faults faults) {
        JsonToken token = present(place, field, faults);
        if (token == null) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            wrongType(field, faults);
            return null;
        }
        BigDecimal usual = numbers[place];
        return usual != null ? usual : Numbers.decimal(texts[place], field, faults);
    }

    @Override
    public boolean isNumber(int place) {
        JsonToken token = tokens[place];
        return token != null && token.isNumeric() && !repeated[place];
    }

    /** The token of a value, or null if the value is missing, null or repeated. */
    private @Nullable JsonToken present(int place, String field, Faults faults) {
        JsonToken token = tokens[place];
        if (repeated[place]) {
            faults.add(field, Code.DUPLICATE_FIELD);
        }
        if (repeated[place] || token == null || token == JsonToken.VALUE_NULL) {
            texts[place] = null;
            return null;
        }
        return token;
    }

    private static @Nullable String wrongType(String field, Faults faults) {
        faults.add(field, Code.WRONG_TYPE);
        return null;
    }
}
