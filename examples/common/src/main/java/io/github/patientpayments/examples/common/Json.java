package io.github.patientpayments.examples.common;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON, written as it comes: nothing is held in memory. Not thread-safe. */
public final class Json implements AutoCloseable {

    /** An answer that broke off must not look whole: brackets left open stay open. Lines begin without a blank. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator("")
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .characterEscapes(new HarmlessEscapes())
            .build();

    /** A field a line, for people who go on with it. */
    private static final PrettyPrinter LINES = new DefaultPrettyPrinter(
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"));

    private final JsonGenerator out;

    /**
     * Writes nothing yet.
     *
     * @param target is closed with this
     */
    public Json(OutputStream target) throws IOException {
        this.out = FACTORY.createGenerator(target);
    }

    /** JSON with each field in a line of its own. Writes nothing yet; the target is closed with it. */
    public static Json inLines(OutputStream target) throws IOException {
        Json json = new Json(target);
        json.out.setPrettyPrinter(LINES);
        return json;
    }

    /** Begins an object: the whole text, or an element of an array. */
    public Json object() throws IOException {
        out.writeStartObject();
        return this;
    }

    /** Begins an object in a field. */
    public Json object(String field) throws IOException {
        out.writeObjectFieldStart(field);
        return this;
    }

    /** A field whose value is written next, as an element. */
    public Json field(String name) throws IOException {
        out.writeFieldName(name);
        return this;
    }

    /** Begins an array: the whole text. */
    public Json array() throws IOException {
        out.writeStartArray();
        return this;
    }

    /** Begins an array in a field. */
    public Json array(String field) throws IOException {
        out.writeArrayFieldStart(field);
        return this;
    }

    /** Ends the object or array that was begun last. */
    public Json end() throws IOException {
        if (out.getOutputContext().inArray()) {
            out.writeEndArray();
        } else {
            out.writeEndObject();
        }
        return this;
    }

    /**
     * A field with a string.
     *
     * @param value is written as its text, an amount without an exponent; what is null or empty as null
     */
    public Json text(String field, @Nullable Object value) throws IOException {
        Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (given == null) {
            out.writeNullField(field);
        } else {
            out.writeStringField(field, given instanceof BigDecimal number ? number.toPlainString() : given.toString());
        }
        return this;
    }

    /** An element of an array that is a string. */
    public Json element(Object value) throws IOException {
        out.writeString(value.toString());
        return this;
    }

    /** A field with a whole number. */
    public Json number(String field, long value) throws IOException {
        out.writeNumberField(field, value);
        return this;
    }

    /** A field with a whole number, or null. */
    public Json number(String field, @Nullable Long value) throws IOException {
        if (value == null) {
            out.writeNullField(field);
        } else {
            out.writeNumberField(field, value);
        }
        return this;
    }

    /** A field with true or false. */
    public Json flag(String field, boolean value) throws IOException {
        out.writeBooleanField(field, value);
        return this;
    }

    /** Ends a line of output in which each line is a JSON text. */
    public Json line() throws IOException {
        out.writeRaw('\n');
        return this;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
