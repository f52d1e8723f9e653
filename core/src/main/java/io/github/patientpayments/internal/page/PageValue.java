package io.github.patientpayments.internal.page;

import io.github.patientpayments.query.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

public record PageValue<T>(
        List<T> items,
        Optional<String> next,
        OptionalLong total,
        OptionalLong totalAtLeast,
        OptionalLong pages,
        long baseRun,
        boolean hasMoved)
        implements Page<T> {

    /** The page with another cursor. */
    public PageValue<T> withNext(String cursor) {
        return new PageValue<>(items, Optional.of(cursor), total, totalAtLeast, pages, baseRun, hasMoved);
    }

    /** The page with other items, each made of one of these. */
    public <R> PageValue<R> withItems(List<R> others) {
        return new PageValue<>(others, next, total, totalAtLeast, pages, baseRun, hasMoved);
    }

    /** Omits the cursor, which nobody can read. */
    @Override
    public String toString() {
        return "Page[items=" + items.size() + ", next=" + next.isPresent() + ", baseRun=" + baseRun + "]";
    }
}
