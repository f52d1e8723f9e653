package io.github.patientpayments.internal.history;

import io.github.patientpayments.internal.page.Cursor;
import java.util.List;

/** A position in the change feed as an opaque string. */
public final class FeedCursor {

    private static final String QUERY = Cursor.digest("changes");

    private FeedCursor() {}

    public static String text(FeedPosition position) {
        return new Cursor(
                        position.run(),
                        QUERY,
                        List.of(Integer.toString(position.phase()), Long.toString(position.id())))
                .text();
    }

    public static FeedPosition parse(String text) {
        Cursor cursor = Cursor.parse(text);
        if (!cursor.query().equals(QUERY) || cursor.keys().size() != 2) {
            throw new IllegalArgumentException(
                    "This cursor belongs to a page of a query: the change feed continues from next() of its"
                            + " own pages, or from cursorAfter(run)");
        }
        try {
            FeedPosition position = new FeedPosition(
                    cursor.baseRun(),
                    Integer.parseInt(cursor.keys().get(0)),
                    Long.parseLong(cursor.keys().get(1)));
            if (position.isInFeed() && text(position).equals(text)) {
                return position;
            }
        } catch (NumberFormatException e) {
            // A forged cursor.
        }
        throw Cursor.none();
    }
}
