package io.github.patientpayments.internal.snapshot;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Limits the length of a record, so that a single one can't exhaust the memory. */
final class RecordLimit extends FilterReader {

    /** In characters; far more than any patient or payment needs. */
    static final int MAX_RECORD = 1 << 20;

    private long sinceRecord;

    RecordLimit(Reader in) {
        super(in);
    }

    void nextRecord() {
        sinceRecord = 0;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
        if (sinceRecord > MAX_RECORD) {
            throw new Exceeded();
        }
        int read = super.read(chars, offset, length);
        sinceRecord += Math.max(read, 0);
        return read;
    }

    /** A record is longer than the limit. */
    static final class Exceeded extends IOException {

        private static final long serialVersionUID = 1L;
    }
}
