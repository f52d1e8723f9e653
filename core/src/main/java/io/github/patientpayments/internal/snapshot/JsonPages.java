package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.internal.snapshot.mapping.Envelope;
import java.io.IOException;

/** Finds the records in documents that have them in an envelope, and what else these say: that there is more. */
final class JsonPages {

    private static final String HINT = "; the mapping has to say where the array with the records is";

    private final Envelope envelope;
    private final Elements elements;
    private NextPage others = new NextPage();
    private int read;

    JsonPages(Envelope envelope, Elements elements) {
        this.envelope = envelope;
        this.elements = elements;
    }

    /** Whether the last document says that it is not the last one. */
    boolean sayMore() {
        return others.more();
    }

    /** Reads a document whose first token the parser has passed. */
    void read(JsonParser parser) throws IOException {
        others = new NextPage();
        value(parser, 0);
        read++;
        if (read == 1 && others.previous()) {
            throw new NoRecords("its first page says that there is one before it: give all pages, one after the other");
        }
    }

    private void value(JsonParser parser, int step) throws IOException {
        boolean last = step == envelope.path().size();
        if (parser.currentToken() != (last ? JsonToken.START_ARRAY : JsonToken.START_OBJECT)) {
            throw new NoRecords(place() + " is no array" + HINT);
        }
        if (last) {
            elements.read(parser);
        } else {
            object(parser, step);
        }
    }

    private void object(JsonParser parser, int step) throws IOException {
        boolean found = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (!name.equals(envelope.path().get(step))) {
                others.read(name, parser);
            } else if (found) {
                throw new NoRecords(place() + " is there more than once" + HINT);
            } else {
                found = true;
                value(parser, step + 1);
            }
        }
        if (!found) {
            throw new NoRecords("it has no " + place() + HINT);
        }
    }

    private String place() {
        return envelope.path().isEmpty() ? "the document" : envelope.pointer();
    }

    /** Reads the elements of an array whose opening bracket the parser has just passed, to its closing one. */
    @FunctionalInterface
    interface Elements {
        void read(JsonParser parser) throws IOException;
    }

    /** The records are not where the mapping says, or not all of them. */
    static final class NoRecords extends IOException {

        private static final long serialVersionUID = 1L;

        private NoRecords(String message) {
            super(message);
        }
    }
}
