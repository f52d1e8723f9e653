package io.github.patientpayments.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of an answer. Made by the store: immutable, and as thread-safe as its items. Page, count and base run come
 * from one statement and fit each other.
 *
 * @param <T> the type of the items
 */
public interface Page<T> {

    /**
     * The items, in the order asked for.
     *
     * @return unmodifiable, empty behind the end
     */
    List<T> items();

    /**
     * The cursor of the page behind this one, for {@link PageRequest#after(String)} with the same filter and sort. An
     * opaque string. A cursor of a page sorted by name holds the last patient's name: keep it as you keep the data.
     *
     * @return empty on the last page
     */
    Optional<String> next();

    /**
     * How many records meet the filter, exactly.
     *
     * @return empty unless the request was {@linkplain PageRequest#counted() counted}
     */
    OptionalLong total();

    /**
     * How many pages of the request's limit that makes.
     *
     * @return empty unless the request was {@linkplain PageRequest#counted() counted}; 0 without any record
     */
    OptionalLong pages();

    /**
     * The last run that had changed the mirror when the page was read.
     *
     * @return 0 for a store that was never filled
     */
    long baseRun();

    /**
     * Whether the mirror has changed since the page that gave the cursor was read. Records may then have moved from one
     * side of the cursor to the other.
     *
     * @return false without a cursor
     */
    boolean hasMoved();
}
