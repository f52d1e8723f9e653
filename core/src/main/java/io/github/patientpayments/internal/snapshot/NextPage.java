package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Recognizes what the envelopes of lists say when there are more pages. */
final class NextPage {

    /** Without punctuation: {@code has_more}, {@code hasNextPage}, {@code next_cursor}, {@code @odata.nextLink}. */
    private static final Set<String> NAMES = Set.of(
            "hasmore",
            "hasnext",
            "hasnextpage",
            "more",
            "next",
            "nextpage",
            "nextpagetoken",
            "nexttoken",
            "nextcursor",
            "nexturl",
            "nextlink",
            "nexthref",
            "odatanextlink",
            "continuationtoken");

    private static final Set<String> RELATIONS = Set.of("rel", "relation");
    private static final int DEEPEST = 3;

    private NextPage() {}

    /**
     * Reads a field of an envelope to its end.
     *
     * @param token the token of its value, which the parser has just passed
     * @return whether it says that there is another page
     */
    static boolean announced(String name, JsonToken token, JsonParser parser) throws IOException {
        return announced(name, token, parser, 0);
    }

    private static boolean announced(String name, JsonToken token, JsonParser parser, int depth) throws IOException {
        boolean next = NAMES.contains(name.replaceAll("[^\\p{L}]", "").toLowerCase(Locale.ROOT));
        if (token.isScalarValue()) {
            return next ? isSet(token, parser) : isNextLink(name, parser);
        }
        if (depth == DEEPEST) {
            Nesting.skip(parser, depth);
            return false;
        }
        boolean found = false;
        boolean array = token == JsonToken.START_ARRAY;
        for (JsonToken inner = parser.nextToken(); !inner.isStructEnd(); inner = parser.nextToken()) {
            // Whatever a field «next» has in it is the next page.
            String innerName = next ? "next" : array ? name : parser.currentName();
            found |= announced(innerName, array ? inner : parser.nextToken(), parser, depth + 1);
        }
        return found;
    }

    /** Of a field that has the next page, or whether there is one. */
    private static boolean isSet(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_STRING -> !parser.getText().isBlank();
            case VALUE_NUMBER_INT -> parser.getLongValue() != 0;
            default -> false;
        };
    }

    /** The links of FHIR and of web pages have their relation in a field. */
    private static boolean isNextLink(String name, JsonParser parser) throws IOException {
        return RELATIONS.contains(name) && "next".equals(parser.getText());
    }
}
