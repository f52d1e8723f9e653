package io.github.patientpayments.testing;

import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One set of a night. */
record Generated<T>(Snapshots.Night night, String set, Supplier<Stream<T>> records) implements Iterable<T> {

    @Override
    public Iterator<T> iterator() {
        return records.get().iterator();
    }

    @Override
    public String toString() {
        return night + "." + set + "()";
    }
}
