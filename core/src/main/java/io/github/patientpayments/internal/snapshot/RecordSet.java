package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordHash;
import io.github.patientpayments.internal.record.RecordRules;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A set of typed records. */
record RecordSet<T>(Stream<? extends @Nullable T> records) implements OpenSet<T> {

    @Override
    public void forEach(RecordRules<T> rules, RecordHash hash, Consumer<ParsedRecord> consumer) {
        Iterator<? extends @Nullable T> iterator = HostFailure.call(records::iterator);
        long position = 0;
        while (HostFailure.call(iterator::hasNext)) {
            @Nullable T next = HostFailure.<@Nullable T>call(iterator::next);
            position++;
            consumer.accept(next == null ? rules.notAnObject(position) : rules.take(position, next, hash));
        }
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() {
        records.close();
    }
}
