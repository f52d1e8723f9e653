package io.github.patientpayments.query;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One page of the result of a query. As thread-safe as its items. Items, count and base run come from one statement and
 * are consistent with each other.
 *
 * @param <T> the type of the items
 */
public interface Page<T> {

    /**
     * Returns the items, in the order that was requested.
     *
     * @return unmodifiable; empty after the last page
     */
    List<T> items();

    /**
     * Returns the cursor of the next page, for {@link PageRequest#after(String)} with the same filter and sort. The
     * cursor is an opaque string without a name and without an id of the other system, so it may stand in a URL. That
     * of a page sorted by an amount contains this amount.
     *
     * <p>If the last patient of a page sorted by name is erased, or is renamed and then its old name purged, the next
     * page throws {@link io.github.patientpayments.HistoryPurgedException}.
     *
     * @return empty on the last page
     */
    Optional<String> next();

    /**
     * Returns the exact number of records that match the filter.
     *
     * @return empty unless the request was {@linkplain PageRequest#counted() counted}, or
     *     {@linkplain PageRequest#countedUpTo counted up to} a number that is not exceeded
     */
    OptionalLong total();

    /**
     * Returns a number of records that match the filter at least: the exact one, or the one up to which was counted if
     * there are more. So without {@link #total()}, a host shows "more than 1,000".
     *
     * @return empty unless the request was {@linkplain PageRequest#counted() counted} or
     *     {@linkplain PageRequest#countedUpTo counted up to} a number
     */
    OptionalLong totalAtLeast();

    /**
     * Returns the number of pages of the request's limit.
     *
     * @return empty without {@link #total()}; 0 without any record
     */
    OptionalLong pages();

    /**
     * Returns the last run that had changed the mirror when the page was read.
     *
     * @return 0 for a store that was never filled
     */
    long baseRun();

    /**
     * Returns whether the mirror has changed since the page that returned the cursor was read. Records may then have
     * moved from one side of the cursor to the other.
     *
     * @return false without a cursor
     */
    boolean hasMoved();
}
