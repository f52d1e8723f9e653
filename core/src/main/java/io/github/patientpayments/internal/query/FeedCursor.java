package io.github.patientpayments.internal.query;

import io.github.patientpayments.internal.history.Place;
import java.util.List;

/** A place in the change feed as an opaque string. */
final class FeedCursor {

    private static final String QUESTION = Cursor.digest("changes");

    private FeedCursor() {}

    static String text(Place place) {
        return new Cursor(place.run(), QUESTION, List.of(Integer.toString(place.phase()), Long.toString(place.id())))
                .text();
    }

    static Place parse(String text) {
        Cursor cursor = Cursor.parse(text);
        if (!cursor.question().equals(QUESTION) || cursor.keys().size() != 2) {
            throw new IllegalArgumentException(
                    "This cursor belongs to a page: the change feed goes on from next() of its"
                            + " own pages, or from cursorAfter(run)");
        }
        try {
            Place place = new Place(
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
