package io.github.patientpayments.internal.history;

import io.github.patientpayments.internal.page.Cursor;
import java.util.List;

/** A place in the change feed as an opaque string. */
public final class FeedCursor {

    private static final String QUERY = Cursor.digest("changes");

    private FeedCursor() {}

    public static String text(FeedPosition place) {
        return new Cursor(place.run(), QUERY, List.of(Integer.toString(place.phase()), Long.toString(place.id())))
                .text();
    }

    public static FeedPosition parse(String text) {
        Cursor cursor = Cursor.parse(text);
        if (!cursor.query().equals(QUERY) || cursor.keys().size() != 2) {
            throw new IllegalArgumentException(
                    "This cursor belongs to a page: the change feed goes on from next() of its"
                            + " own pages, or from cursorAfter(run)");
        }
        try {
            FeedPosition place = new FeedPosition(
                    cursor.baseRun(),
                    Integer.parseInt(cursor.keys().get(0)),
                    Long.parseLong(cursor.keys().get(1)));
            if (place.isInFeed() && text(place).equals(text)) {
                return place;
            }
        } catch (NumberFormatException e) {
            // Forged.
        }
        throw Cursor.none();
    }
}
