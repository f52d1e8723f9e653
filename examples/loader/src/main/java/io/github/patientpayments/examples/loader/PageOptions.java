package io.github.patientpayments.examples.loader;

import io.github.patientpayments.query.PageRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The page of a query and its order. */
final class PageOptions {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The maximum number of records, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "Continue after this cursor, which the same query printed with the previous page.")
    private @Nullable String cursor;

    @Option(names = "--desc", description = "Reverse the order.")
    private boolean descending;

    <S> PageRequest<S> of(PageRequest<S> first) {
        PageRequest<S> ascending = first.limit(limit);
        PageRequest<S> request = descending ? ascending.descending() : ascending;
        return cursor == null ? request : request.after(cursor);
    }
}
