package io.github.patientpayments.examples.loader;

import io.github.patientpayments.query.PageRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which page of an answer, and from which end. */
final class PageOptions {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at the most, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "CURSOR",
            description = "The page behind that one: the cursor that the same question gave before.")
    private @Nullable String cursor;

    @Option(names = "--desc", description = "In the opposite order.")
    private boolean descending;

    <S> PageRequest<S> of(PageRequest<S> first) {
        PageRequest<S> ascending = first.limit(limit);
        PageRequest<S> request = descending ? ascending.descending() : ascending;
        return cursor == null ? request : request.after(cursor);
    }
}
