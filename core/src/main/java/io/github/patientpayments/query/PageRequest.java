package io.github.patientpayments.query;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of an answer is wanted, in which order: the first page, the page behind a cursor ({@link #after}), or a
 * numbered page ({@link #page}). A seek page costs the same wherever it lies; a numbered page costs more the further
 * back it lies.
 *
 * <p>Immutable and thread-safe: every method gives a new request.
 *
 * @param <S> the sort, {@link PatientSort} for instance; {@link Void} where there is one order only
 */
public final class PageRequest<S> {

    /** How many items a page has at the most unless {@link #limit(int)} says otherwise. */
    public static final int DEFAULT_LIMIT = 50;

    /** The greatest limit: a page is held in memory whole, by the store, the driver and the host. */
    public static final int MAX_LIMIT = 1_000;

    private final @Nullable S sort;
    private final boolean descending;
    private final int limit;
    private final @Nullable String cursor;
    private final @Nullable Long page;
    private final boolean counted;

    private PageRequest(
            @Nullable S sort,
            boolean descending,
            int limit,
            @Nullable String cursor,
            @Nullable Long page,
            boolean counted) {
        if (cursor != null && page != null) {
            throw new IllegalArgumentException("A page is found by a cursor or by its number, not by both");
        }
        this.sort = sort;
        this.descending = descending;
        this.limit = limit;
        this.cursor = cursor;
        this.page = page;
        this.counted = counted;
    }

    /**
     * The first page of {@value #DEFAULT_LIMIT}, ascending, without a count.
     *
     * @param <S> the sort of the records asked for
     * @param sort the order
     * @return a request
     */
    public static <S extends Enum<S>> PageRequest<S> by(S sort) {
        return new PageRequest<>(Objects.requireNonNull(sort, "sort"), false, DEFAULT_LIMIT, null, null, false);
    }

    /**
     * Requests the first page of {@value #DEFAULT_LIMIT} items, ascending, without a count, of a query that has one order
     * only: rejections and versions.
     *
     * @return a request
     */
    public static PageRequest<Void> first() {
        return new PageRequest<>(null, false, DEFAULT_LIMIT, null, null, false);
    }

    /**
     * Default: ascending.
     *
     * @return the same request in the opposite order
     */
    public PageRequest<S> descending() {
        return new PageRequest<>(sort, true, limit, cursor, page, counted);
    }

    /**
     * Default: {@value #DEFAULT_LIMIT}.
     *
     * @param items how many items a page has at the most, 1 to {@value #MAX_LIMIT}
     * @return the same request with this limit
     * @throws IllegalArgumentException if the limit is outside this range
     */
    public PageRequest<S> limit(int items) {
        if (items < 1 || items > MAX_LIMIT) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_LIMIT + " items, not " + items);
        }
        return new PageRequest<>(sort, descending, items, cursor, page, counted);
    }

    /**
     * Default: the first page.
     *
     * @param nextCursor what {@link Page#next()} of the page before gave
     * @return the same request for the page behind that one
     * @throws IllegalArgumentException with a page number
     */
    public PageRequest<S> after(String nextCursor) {
        return new PageRequest<>(
                sort, descending, limit, Objects.requireNonNull(nextCursor, "nextCursor"), page, counted);
    }

    /**
     * Default: the first page.
     *
     * @param number the number of the page, from 1
     * @return the same request for this page
     * @throws IllegalArgumentException if the number is below 1, beyond 2^40, or given with a cursor
     */
    public PageRequest<S> page(long number) {
        if (number < 1 || number > 1L << 40) {
            throw new IllegalArgumentException("Pages are numbered from 1, not " + number);
        }
        return new PageRequest<>(sort, descending, limit, cursor, number, counted);
    }

    /**
     * Default: not counted, since an exact count reads every record that meets the filter.
     *
     * @return the same request with an exact count of all that meets the filter, from the same statement as the page
     */
    public PageRequest<S> counted() {
        return new PageRequest<>(sort, descending, limit, cursor, page, true);
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
     * Walks all items from this page on, page by page. The stream holds one page in memory and runs a query whenever it
     * needs the next one, so it can be left unfinished, and need not be closed:
     *
     * <pre>{@code
     * PageRequest.by(PatientSort.ID).limit(1000)
     *         .stream(page -> store.patients(filter, page))
     *         .forEach(patient -> bill(patient));
     * }</pre>
     *
     * <p>Each page is a query of its own. If the mirror changes in between, a record may move past the cursor and be
     * missed or seen twice, except in an order that no sync changes: by id, or in the order of {@link #first()}. A mirror
     * {@linkplain io.github.patientpayments.history.History#asOf as of} a time does not change.
     *
     * @param <T> the type of the items
     * @param query returns the page of a request; what it throws comes out of the stream
     * @return a sequential, lazy stream
     */
    public <T> Stream<T> stream(Function<PageRequest<S>, Page<T>> query) {
        return PageWalk.stream(this, query);
    }

    /** The page after this one, which may have been found by its number. */
    PageRequest<S> next(String nextCursor) {
        return new PageRequest<>(sort, descending, limit, nextCursor, null, counted);
    }

    /**
     * Whether the greatest comes first.
     *
     * @return false by default
     */
    public boolean isDescending() {
        return descending;
    }

    /**
     * How many items a page has at the most.
     *
     * @return 1 to {@value #MAX_LIMIT}
     */
    public int limit() {
        return limit;
    }

    /**
     * The cursor behind which the page begins.
     *
     * @return empty for the first or a numbered page
     */
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    /**
     * The number of the page.
     *
     * @return empty if it was not asked for by number
     */
    public OptionalLong pageNumber() {
        return page == null ? OptionalLong.empty() : OptionalLong.of(page);
    }

    /**
     * Whether an exact count is wanted.
     *
     * @return false by default
     */
    public boolean isCounted() {
        return counted;
    }
}
