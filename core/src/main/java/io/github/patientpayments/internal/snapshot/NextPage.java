package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Recognizes what the envelopes of lists say about other pages. There are many customs, so names are recognized by
 * their parts: a list that is refused for nothing can be given without its envelope, but one that is cut is noticed by
 * nothing else.
 */
final class NextPage {

    /** Without punctuation, as all names here. They are false if there is more. */
    private static final Set<String> LAST = Set.of("last", "islast", "lastpage", "islastpage", "done", "isdone");

    /** Other names of where the next page begins. */
    private static final Set<String> CURSORS =
            Set.of("cursor", "continuationtoken", "continuation", "lastevaluatedkey");

    private static final Set<String> PREVIOUS = Set.of("previous", "prev", "previouspage", "prevpage");
    private static final Set<String> PAGE = Set.of("page", "currentpage", "pagenumber");
    private static final Set<String> PAGES = Set.of("pages", "totalpages", "lastpage", "pagecount", "pagetotal");
    private static final Set<String> RELATIONS = Set.of("rel", "relation");
    private static final int DEEPEST = 3;

    private boolean more;
    private boolean previous;
    private long page;
    private long pages;

    /** Whether there is a page after this one. */
    boolean more() {
        return more || (page > 0 && page < pages);
    }

    /** Whether there is a page before this one. */
    boolean previous() {
        return previous;
    }

    /** Reads a field of an envelope, whose value the parser has just begun, to its end. */
    void read(String name, JsonParser parser) throws IOException {
        read(letters(name), parser, 0);
    }

    private void read(String name, JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isScalarValue()) {
            scalar(name, token, parser);
            return;
        }
        if (depth == DEEPEST) {
            Nesting.skip(parser, depth);
            return;
        }
        boolean array = token == JsonToken.START_ARRAY;
        boolean named = isNext(name) || CURSORS.contains(name) || PREVIOUS.contains(name);
        for (JsonToken inner = parser.nextToken(); !inner.isStructEnd(); inner = parser.nextToken()) {
            // Whatever a field «next» has in it is the next page.
            String innerName = named || array ? name : letters(parser.currentName());
            if (!array) {
                parser.nextToken();
            }
            read(innerName, parser, depth + 1);
        }
    }

    private void scalar(String name, JsonToken token, JsonParser parser) throws IOException {
        String text = parser.getText();
        boolean set = token == JsonToken.VALUE_TRUE
                || (token == JsonToken.VALUE_STRING && !text.isBlank() && !"false".equalsIgnoreCase(text))
                || (token.isNumeric() && !isZero(text));
        boolean flag = token == JsonToken.VALUE_TRUE || token.isNumeric() || "true".equalsIgnoreCase(text);
        if (isNext(name) || CURSORS.contains(name)) {
            more |= set;
        } else if (name.contains("more") || name.contains("truncated")) {
            more |= set && flag;
        } else if (LAST.contains(name) && (token == JsonToken.VALUE_FALSE || "false".equalsIgnoreCase(text))) {
            more = true;
        } else if (PREVIOUS.contains(name)) {
            previous |= set;
        } else if (RELATIONS.contains(name) || name.equals("link")) {
            relation(text.toLowerCase(Locale.ROOT));
        }
        count(name, token, text);
    }

    private static boolean isNext(String name) {
        return name.contains("next");
    }

    private static boolean isZero(String number) {
        return number.chars().allMatch(c -> c == '0' || c == '.' || c == '-');
    }

    /** The relation of a link, or the text of a link header. */
    private void relation(String text) {
        boolean header = text.contains("rel=");
        more |= text.equals("next") || (header && text.contains("next"));
        previous |= text.equals("previous") || text.equals("prev") || (header && text.contains("prev"));
    }

    private void count(String name, JsonToken token, String text) {
        boolean small = token == JsonToken.VALUE_NUMBER_INT && text.length() < 10;
        if (small && PAGE.contains(name)) {
            page = Long.parseLong(text);
        } else if (small && PAGES.contains(name)) {
            pages = Long.parseLong(text);
        }
    }

    private static String letters(String name) {
        return name.replaceAll("[^\\p{L}]", "").toLowerCase(Locale.ROOT);
    }
}
