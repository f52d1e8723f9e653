package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The characters of CSV. Its first line can be looked at before they are read, a record can't exhaust the memory, and
 * after the last one comes a line {@link #END}: if the parser does not see it as a record, the text ends within quotes.
 */
final class CsvText extends Reader {

    /** The last record, which has this one value. */
    static final String END = "end";

    private static final char[] LAST_LINES = ("\n" + END + "\n").toCharArray();
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int SIZE = 1 << 14;

    /** A parser that has read ahead has read no more of the next record. */
    private static final long LONGEST = RecordLimit.MAX_RECORD + 2L * SIZE;

    private final Reader in;
    private char[] buffer = new char[SIZE];
    private int position;
    private int limit;
    private boolean begun;
    private boolean ended;
    private boolean endsWithLine;
    private char last;
    private long ofRecord;

    CsvText(Reader in) {
        this.in = in;
    }

    /**
     * The first line that is neither empty nor a comment, as far as it is no longer than a record may be; nothing is
     * read by that.
     */
    String firstLine(@Nullable Character comment) throws IOException {
        int begin = position;
        while (true) {
            int end = begin;
            while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
                end++;
            }
            if (begin < position) {
                begin = position; // a byte order mark
                continue;
            }
            if (end == limit && !ended && limit < RecordLimit.MAX_RECORD) {
                more();
            } else if (end < limit && (end == begin || (comment != null && buffer[begin] == comment))) {
                begin = end + 1;
            } else {
                return new String(buffer, begin, end - begin);
            }
        }
    }

    /** Whether the last line has an end, once all is read. */
    boolean endsWithLine() {
        return endsWithLine;
    }

    /** Starts to count the next record. */
    void endRecord() {
        ofRecord = 0;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (position == limit && !ended) { // a byte order mark alone is nothing to read
            position = 0;
            limit = 0;
            more();
        }
        int count = Math.min(length, limit - position);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        ofRecord += count;
        if (ofRecord > LONGEST) {
            throw new RecordLimit.Exceeded();
        }
        return count;
    }

    private void more() throws IOException {
        if (ended) {
            return;
        }
        if (buffer.length - limit < LAST_LINES.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            endsWithLine = last == '\n' || last == '\r';
            System.arraycopy(LAST_LINES, 0, buffer, limit, LAST_LINES.length);
            count = LAST_LINES.length;
        }
        if (limit == 0 && buffer[0] == BYTE_ORDER_MARK && !begun) {
            position = 1;
        }
        begun = true;
        limit += count;
        last = buffer[limit - 1];
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
