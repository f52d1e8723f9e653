package io.github.patientpayments.internal.page;

import io.github.patientpayments.query.Page;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

public record PageValue<T>(
        List<T> items,
        @Nullable String nextCursor,
        @Nullable Long count,
        int limit,
        long baseRun,
        boolean hasMoved) implements Page<T> {

    @Override
    public Optional<String> next() {
        return Optional.ofNullable(nextCursor);
    }

    @Override
    public OptionalLong total() {
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    @Override
    public OptionalLong pages() {
        return count == null ? OptionalLong.empty() : OptionalLong.of((count + limit - 1) / limit);
    }

    /** The page with another cursor. */
    public PageValue<T> withNext(String cursor) {
        return new PageValue<>(items, cursor, count, limit, baseRun, hasMoved);
    }

    /** Omits the cursor, which nobody can read. */
    @Override
    public String toString() {
        return "Page[items=" + items.size() + ", next=" + (nextCursor != null) + ", baseRun=" + baseRun + "]";
    }
}
