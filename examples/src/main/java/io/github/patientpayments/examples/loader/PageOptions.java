package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PageRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which page of an answer. */
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

    int limit() {
        return limit;
    }

    @Nullable
    String cursor() {
        return cursor;
    }

    <S extends Enum<S>> PageRequest<S> by(S sort) {
        PageRequest<S> request = PageRequest.by(sort).limit(limit);
        return cursor == null ? request : request.after(cursor);
    }
}
