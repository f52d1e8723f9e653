package io.github.patientpayments.query;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a result is requested, and in which order: the first page, the page after a cursor ({@link #after}), or
 * a numbered page ({@link #page}). A seek page costs the same however far it is from the first; the cost of a numbered
 * page grows with its number.
 *
 * <pre>{@code
 * PageRequest<PatientSort> request = PageRequest.by(PatientSort.NAME).descending().limit(100).counted();
 * Page<Patient> page = store.patients(filter, request);
 * Page<Patient> next = store.patients(filter, request.after(page.next().orElseThrow()));
 * }</pre>
 *
 * <p>Immutable and thread-safe: every method returns a new request.
 *
 * @param <S> the sort, for instance {@link PatientSort}; {@link Void} if there is only one order
 */
public final class PageRequest<S> {

    /** The greatest number of items on a page, unless {@link #limit(int)} sets another. */
    public static final int DEFAULT_LIMIT = 50;

    /** The greatest limit: the store, the driver and the host each hold a whole page in memory. */
    public static final int MAX_LIMIT = 1_000;

    /** The greatest number at which a count can stop. */
    public static final long MAX_COUNT = 1_000_000;

    private static final Long EXACTLY = Long.MAX_VALUE;

    private final @Nullable S sort;
    private final boolean descending;
    private final int limit;
    private final @Nullable String cursor;
    private final @Nullable Long page;
    private final @Nullable Long countedUpTo;

    private PageRequest(
            @Nullable S sort,
            boolean descending,
            int limit,
            @Nullable String cursor,
            @Nullable Long page,
            @Nullable Long countedUpTo) {
        if (cursor != null && page != null) {
            throw new IllegalArgumentException(
                    "A request has a cursor and a page number: call after(…) or page(…), not both");
        }
        this.sort = sort;
        this.descending = descending;
        this.limit = limit;
        this.cursor = cursor;
        this.page = page;
        this.countedUpTo = countedUpTo;
    }

    /**
     * Requests the first page of {@value #DEFAULT_LIMIT} items, ascending, without a count.
     *
     * @param <S> the sort of the records
     * @param sort the order
     * @return a request
     */
    public static <S extends Enum<S>> PageRequest<S> by(S sort) {
        return new PageRequest<>(Objects.requireNonNull(sort, "sort"), false, DEFAULT_LIMIT, null, null, null);
    }

    /**
     * Requests the first page of {@value #DEFAULT_LIMIT} items, ascending, without a count, of a query that has one
     * order only: rejections and versions.
     *
     * @return a request
     */
    public static PageRequest<Void> first() {
        return new PageRequest<>(null, false, DEFAULT_LIMIT, null, null, null);
    }

    /**
     * Reverses the order. Defaults to ascending.
     *
     * @return the same request in descending order
     */
    public PageRequest<S> descending() {
        return new PageRequest<>(sort, true, limit, cursor, page, countedUpTo);
    }

    /**
     * Limits the number of items on a page. Defaults to {@value #DEFAULT_LIMIT}.
     *
     * @param items the greatest number of items, 1 to {@value #MAX_LIMIT}
     * @return the same request with this limit
     * @throws IllegalArgumentException if the limit is outside this range
     */
    public PageRequest<S> limit(int items) {
        if (items < 1 || items > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "The limit of a page must be between 1 and " + MAX_LIMIT + " items, not " + items);
        }
        return new PageRequest<>(sort, descending, items, cursor, page, countedUpTo);
    }

    /**
     * Requests the page after a cursor. Defaults to the first page.
     *
     * @param nextCursor the cursor that {@link Page#next()} of the previous page returned
     * @return the same request for the page after it
     * @throws IllegalArgumentException with a page number
     */
    public PageRequest<S> after(String nextCursor) {
        return new PageRequest<>(
                sort, descending, limit, Objects.requireNonNull(nextCursor, "nextCursor"), page, countedUpTo);
    }

    /**
     * Requests a page by its number. Defaults to the first page.
     *
     * @param number the number of the page, from 1
     * @return the same request for this page
     * @throws IllegalArgumentException if the number is less than 1 or greater than 2^40, or given with a cursor
     */
    public PageRequest<S> page(long number) {
        if (number < 1 || number > 1L << 40) {
            throw new IllegalArgumentException("A page number must be between 1 and 2^40, not " + number);
        }
        return new PageRequest<>(sort, descending, limit, cursor, number, countedUpTo);
    }

    /**
     * Counts all records that match the filter, exactly, in the same statement as the page. Defaults to not counted,
     * since the count reads every one of these records: about a tenth of a second for a million.
     *
     * @return the same request with a count
     */
    public PageRequest<S> counted() {
        return new PageRequest<>(sort, descending, limit, cursor, page, EXACTLY);
    }

    /**
     * Counts the records that match the filter, in the same statement as the page, but stops at a number: if there are
     * more, {@link Page#total()} is empty and {@link Page#totalAtLeast()} is this number. The count then reads no more
     * matching records than that, however many there are. Defaults to not counted.
     *
     * @param records the number, 1 to {@value #MAX_COUNT}
     * @return the same request with a count that stops
     * @throws IllegalArgumentException if the number is outside this range
     */
    public PageRequest<S> countedUpTo(long records) {
        if (records < 1 || records > MAX_COUNT) {
            throw new IllegalArgumentException("A count must stop between 1 and " + MAX_COUNT + " records, not at "
                    + records + ": counted() counts all of them");
        }
        return new PageRequest<>(sort, descending, limit, cursor, page, records);
    }

    /**
     * Returns the order.
     *
     * @return empty for {@link #first()}
     */
    public Optional<S> sort() {
        return Optional.ofNullable(sort);
    }

    /**
     * Returns all items from this page on, page by page. The stream holds one page in memory and runs a query whenever
     * it needs the next one, so it can be left unfinished, and need not be closed:
     *
     * <pre>{@code
     * PageRequest.by(PatientSort.ID).limit(1000)
     *         .stream(page -> store.patients(filter, page))
     *         .forEach(patient -> show(patient));
     * }</pre>
     *
     * <p>Each page is a query of its own. If the mirror changes in between, a record may move past the cursor and be
     * missed or seen twice, except in an order that no sync changes: by id, or in the order of {@link #first()}. A
     * mirror {@linkplain io.github.patientpayments.history.History#asOf as of} a time does not change.
     *
     * @param <T> the type of the items
     * @param query returns the page of a request; what it throws is thrown by the stream
     * @return a sequential, lazy stream
     */
    public <T> Stream<T> stream(Function<PageRequest<S>, Page<T>> query) {
        return PageWalk.stream(this, query);
    }

    /** Requests the page after this one, which may have been found by its number. */
    PageRequest<S> next(String nextCursor) {
        return new PageRequest<>(sort, descending, limit, nextCursor, null, countedUpTo);
    }

    /**
     * Returns whether the order is descending.
     *
     * @return false by default
     */
    public boolean isDescending() {
        return descending;
    }

    /**
     * Returns the greatest number of items on a page.
     *
     * @return 1 to {@value #MAX_LIMIT}
     */
    public int limit() {
        return limit;
    }

    /**
     * Returns the cursor after which the page begins.
     *
     * @return empty for the first page and for a numbered page
     */
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    /**
     * Returns the number of the page.
     *
     * @return empty if it was not requested by number
     */
    public OptionalLong pageNumber() {
        return page == null ? OptionalLong.empty() : OptionalLong.of(page);
    }

    /**
     * Returns whether an exact count is requested.
     *
     * @return false by default
     */
    public boolean isCounted() {
        return EXACTLY.equals(countedUpTo);
    }

    /**
     * Returns the number at which the count stops.
     *
     * @return empty if there is no count, or an exact one
     */
    public OptionalLong countsUpTo() {
        return countedUpTo == null || isCounted() ? OptionalLong.empty() : OptionalLong.of(countedUpTo);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PageRequest<?> that
                && Objects.equals(sort, that.sort)
                && descending == that.descending
                && limit == that.limit
                && Objects.equals(cursor, that.cursor)
                && Objects.equals(page, that.page)
                && Objects.equals(countedUpTo, that.countedUpTo);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sort, descending, limit, cursor, page, countedUpTo);
    }

    /** Omits the cursor, which nobody can read. */
    @Override
    public String toString() {
        return "PageRequest[" + (sort == null ? "" : sort + (descending ? " descending, " : ", ")) + "limit=" + limit
                + (page == null ? "" : ", page=" + page) + (cursor == null ? "" : ", after a cursor")
                + (isCounted() ? ", counted" : countedUpTo == null ? "" : ", counted up to " + countedUpTo) + "]";
    }
}
