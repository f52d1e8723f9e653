package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Limits how deep a record is nested. Jackson's own limit would count the array around the records too. */
final class Nesting {

    static final int MAX = 16;

    private Nesting() {}

    /**
     * Skips the value that the parser has just begun.
     *
     * @param enclosing the number of objects and arrays of the record around the value
     */
    static void skip(JsonParser parser, int enclosing) throws IOException {
        int depth = enclosing;
        JsonToken token = parser.currentToken();
        while (true) {
            if (token.isStructStart() && ++depth > MAX) {
                throw new TooDeep();
            }
            if (token.isStructEnd()) {
                depth--;
            }
            if (depth <= enclosing) {
                return;
            }
            token = parser.nextToken();
        }
    }

    /** Skips the value that the parser has just begun, if it is an object or an array. */
    static void skipIfStructure(JsonParser parser, int enclosing) throws IOException {
        if (parser.currentToken().isStructStart()) {
            skip(parser, enclosing);
        }
    }

    /** The number of objects and arrays around what is in one more. */
    static int inner(int enclosing) throws TooDeep {
        if (enclosing == MAX) {
            throw new TooDeep();
        }
        return enclosing + 1;
    }

    /** A record is nested deeper than the limit. */
    static final class TooDeep extends IOException {

        private static final long serialVersionUID = 1L;
    }
}
