package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.util.function.Consumer;

/** A set whose source is open: its elements can be read once. */
sealed interface OpenSet<T> extends AutoCloseable permits JsonSet, RecordSet {

    void forEach(RecordRules<T> rules, Consumer<Candidate<T>> consumer);

    @Override
    void close() throws IOException;
}
