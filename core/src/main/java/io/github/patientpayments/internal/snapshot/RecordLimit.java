package io.github.patientpayments.internal.snapshot;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Limits the length of a record, so that a single one can't exhaust the memory. The limit does not depend on how the
 * input arrives: the parser asks for more only when it has used everything that it got, and a record that fits into
 * what it got is checked at its end.
 */
final class RecordLimit extends FilterReader {

    /** In characters (UTF-16 units); far more than any patient or payment needs. */
    static final int MAX_RECORD = 1 << 20;

    private long handedOut;
    private long start;

    RecordLimit(Reader in) {
        super(in);
    }

    /** The number of characters that the parser got. */
    long handedOut() {
        return handedOut;
    }

    /** Starts to count at a position of the input. */
    void countFrom(long position) {
        start = position;
    }

    /** Checks what lies between the start and a position. */
    void check(long position) throws Exceeded {
        if (position - start > MAX_RECORD) {
            throw new Exceeded();
        }
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
        check(handedOut);
        int read = super.read(chars, offset, length);
        handedOut += Math.max(read, 0);
        return read;
    }

    /** A record is longer than the limit. */
    static final class Exceeded extends IOException {

        private static final long serialVersionUID = 1L;
    }
}
