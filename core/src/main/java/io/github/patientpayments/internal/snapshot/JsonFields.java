package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.FieldReader;
import io.github.patientpayments.internal.record.OtherFields;
import io.github.patientpayments.sync.Rejection.Code;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The known fields of one JSON object, as they were sent. Reused for every object. */
final class JsonFields implements FieldReader {

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

    private final String[] names;
    private final SerializedString[] quickNames;

    /** The field that followed each field in the last object; then that after another field, and the first one. */
    private final int[] following;

    private final @Nullable JsonToken[] tokens;
    private final @Nullable String[] texts;
    private final @Nullable BigDecimal[] numbers;
    private final boolean[] repeated;

    private final List<String> otherNames = new ArrayList<>();
    private boolean first = true;
    private int arrays;
    private String arrayName = "";

    JsonFields(List<String> names) {
        this.names = names.toArray(String[]::new);
        this.quickNames = names.stream().map(SerializedString::new).toArray(SerializedString[]::new);
        this.following = new int[names.size() + 2];
        this.tokens = new JsonToken[names.size()];
        this.texts = new String[names.size()];
        this.numbers = new BigDecimal[names.size()];
        this.repeated = new boolean[names.size()];
    }

    /** Reads an object whose opening brace the parser has just passed. */
    void read(JsonParser parser) throws IOException {
        for (int i = 0; i < names.length; i++) {
            tokens[i] = null;
            texts[i] = null;
            numbers[i] = null;
            repeated[i] = false;
        }
        boolean noting = first;
        first = false;
        int field = nextField(parser, names.length + 1);
        while (parser.currentToken() != JsonToken.END_OBJECT) {
            JsonToken token = parser.nextToken();
            if (field < names.length) {
                take(field, token, parser);
            } else if (noting) {
                note(parser.currentName(), token);
            }
            if (token.isStructStart()) {
                Nesting.skip(parser, 1);
            }
            field = nextField(parser, field);
        }
    }

    private void take(int field, JsonToken token, JsonParser parser) throws IOException {
        repeated[field] = tokens[field] != null;
        tokens[field] = token;
        numbers[field] = token == JsonToken.VALUE_NUMBER_FLOAT ? usualNumber(parser) : null;
        texts[field] = token.isScalarValue() && numbers[field] == null ? parser.getText() : null;
    }

    /** Without a text, which only other numbers need. */
    private static @Nullable BigDecimal usualNumber(JsonParser parser) throws IOException {
        return Numbers.usual(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
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
                "with the fields " + String.join(", ", otherNames) + " and none of " + String.join(", ", names));
    }

    @Override
    public @Nullable String id(int field, Faults faults) {
        JsonToken token = present(field, faults);
        boolean id = token == null || token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
        return id ? texts[field] : wrongType(field, faults);
    }

    @Override
    public @Nullable String text(int field, Faults faults) {
        JsonToken token = present(field, faults);
        return token == null || token == JsonToken.VALUE_STRING ? texts[field] : wrongType(field, faults);
    }

    @Override
    public boolean flag(int field, Faults faults) {
        JsonToken token = present(field, faults);
        if (token != null && token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            wrongType(field, faults);
        }
        return token == JsonToken.VALUE_TRUE;
    }

    @Override
    public @Nullable LocalDate date(int field, Faults faults) {
        return Numbers.date(text(field, faults), names[field], faults);
    }

    @Override
    public @Nullable BigDecimal decimal(int field, Faults faults) {
        JsonToken token = present(field, faults);
        if (token == null) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            wrongType(field, faults);
            return null;
        }
        BigDecimal usual = numbers[field];
        if (usual != null) {
            return usual;
        }
        return Numbers.decimal(texts[field], names[field], faults);
    }

    /** The token of a field, or null if the field is missing, null or repeated. */
    private @Nullable JsonToken present(int field, Faults faults) {
        JsonToken token = tokens[field];
        if (repeated[field]) {
            faults.add(names[field], Code.DUPLICATE_FIELD);
        }
        if (repeated[field] || token == null || token == JsonToken.VALUE_NULL) {
            texts[field] = null;
            return null;
        }
        return token;
    }

    private @Nullable String wrongType(int field, Faults faults) {
        faults.add(names[field], Code.WRONG_TYPE);
        return null;
    }
}
