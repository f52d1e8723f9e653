package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SentTotals;
import io.github.patientpayments.internal.snapshot.mapping.MappingText;
import io.github.patientpayments.internal.snapshot.mapping.SetMapping;
import io.github.patientpayments.sync.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set as bytes of some form. */
abstract sealed class ByteSet<T> implements OpenSet<T> permits JsonSet, CsvSet {

    final HostStream bytes;
    final Evidence evidence;
    private final @Nullable Mapping mapping;
    private List<String> otherFields = List.of();
    private long filtered;
    private SentTotals totals = SentTotals.NONE;

    ByteSet(InputStream bytes, @Nullable Mapping mapping, Evidence evidence) {
        this.bytes = new HostStream(bytes);
        this.mapping = mapping;
        this.evidence = evidence;
    }

    /** The mapping of the set. */
    final SetMapping mapping(RecordRules<T> rules) {
        return mapping == null ? SetMapping.none(rules) : MappingText.partFor(rules.type(), mapping.text());
    }

    /** Notes what {@link #totals} returns. */
    final void noteTotals(SentTotals sent) {
        totals = sent;
    }

    @Override
    public final SentTotals totals() {
        return totals;
    }

    /** Notes what {@link #filtered} returns. */
    final void noteFiltered(long elements) {
        filtered = elements;
    }

    @Override
    public final long filtered() {
        return filtered;
    }

    /** Notes what {@link #otherFields} returns. */
    final void noteOtherFields(List<String> names) {
        otherFields = names;
    }

    @Override
    public final List<String> otherFields() {
        return otherFields;
    }

    @Override
    public final void endAt(Deadline deadline) {
        bytes.endAt(deadline);
    }

    @Override
    public final long bytesRead() {
        return bytes.count();
    }

    @Override
    public final void close() throws IOException {
        bytes.close();
    }
}
