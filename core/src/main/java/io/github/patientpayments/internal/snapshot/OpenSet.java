package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordHash;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SentTotals;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** A set whose source is open. Its elements can be read once. */
sealed interface OpenSet<T> extends AutoCloseable permits ByteSet, RecordSet {

    void forEach(RecordRules<T> rules, RecordHash hash, Consumer<ParsedRecord> consumer);

    /** The names of fields of the first record that are not read; none of a typed one. */
    default List<String> otherFields() {
        return List.of();
    }

    /** The elements that the mapping left out; of typed records, none. */
    default long filtered() {
        return 0;
    }

    /** The control totals that the set has with itself; of typed records, none. */
    default SentTotals totals() {
        return SentTotals.NONE;
    }

    /** Ends the reading of bytes at a deadline, also inside an element. Of typed records, none is read in parts. */
    default void endAt(Deadline deadline) {}

    /** The bytes read from the host's stream so far; 0 for typed records. */
    long bytesRead();

    @Override
    void close() throws IOException;
}
