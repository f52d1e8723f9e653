package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A set as bytes of some form. */
abstract sealed class ByteSet<T> implements OpenSet<T> permits JsonSet, CsvSet {

    final HostStream bytes;
    final Evidence evidence;
    private List<String> otherFields = List.of();

    ByteSet(InputStream bytes, Evidence evidence) {
        this.bytes = new HostStream(bytes);
        this.evidence = evidence;
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
