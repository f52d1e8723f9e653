package io.github.patientpayments.query;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the items of one page after the other. An iterator, since a flat-mapped stream would read ahead without
 * bound.
 */
final class PageWalk<S, T> implements Iterator<T> {

    private final Function<PageRequest<S>, Page<T>> query;
    private @Nullable PageRequest<S> next;
    private Iterator<T> items;

    private PageWalk(PageRequest<S> first, Function<PageRequest<S>, Page<T>> query) {
        this.query = query;
        this.next = first;
        this.items = Collections.emptyIterator();
    }

    static <S, T> Stream<T> stream(PageRequest<S> first, Function<PageRequest<S>, Page<T>> query) {
        Spliterator<T> items = Spliterators.spliteratorUnknownSize(
                new PageWalk<>(first, query), Spliterator.ORDERED | Spliterator.NONNULL);
        return StreamSupport.stream(items, false);
    }

    @Override
    public boolean hasNext() {
        while (!items.hasNext() && next != null) {
            PageRequest<S> request = next;
            Page<T> page = query.apply(request);
            next = page.next().map(request::next).orElse(null);
            items = page.items().iterator();
        }
        return items.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return items.next();
    }
}
