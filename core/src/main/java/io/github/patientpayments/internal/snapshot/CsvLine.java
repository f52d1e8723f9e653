package io.github.patientpayments.internal.snapshot;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line of CSV that is being read. Reused for every line. */
final class CsvLine extends AbstractBaseCsvCallbackHandler<CsvLine> {

    private final CsvValues values;
    private final CsvControls controls;
    private final List<String> texts = new ArrayList<>();
    private @Nullable CsvColumns columns;
    private String first = "";
    private long number = 1;
    private int size;
    private long length;
    private boolean strayQuote;
    private boolean keepsTexts;

    CsvLine(CsvValues values, CsvControls controls) {
        this.values = values;
        this.controls = controls;
    }

    /** The columns of all lines that follow. */
    void found(CsvColumns all) {
        columns = all;
    }

    /** Null until they are found. */
    @Nullable
    CsvColumns columns() {
        return columns;
    }

    /** The values, as long as the columns are not known, and those of a header or trailer. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    CsvValues values() {
        return values;
    }

    /** The number of the line, or of the first one if there are several. */
    long number() {
        return number;
    }

    /** Whether this is what follows the last line of the set. */
    boolean isEnd() {
        return size == 1 && first.equals(CsvText.END);
    }

    /** Whether it has a value for each column. */
    boolean isWhole() {
        return columns != null && size == columns.size();
    }

    /** Whether white space precedes a quote, which is a part of the value then, as delimiters after it are not. */
    boolean hasStrayQuote() {
        return strayQuote;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        number = startingLineNumber;
        size = 0;
        length = 0;
        strayQuote = false;
        first = "";
        texts.clear();
        values.clear();
    }

    @Override
    protected void handleField(int column, char[] buffer, int offset, int count, boolean quoted) {
        size++;
        length += count + 1;
        if (length > RecordLimit.MAX_RECORD) {
            throw new UncheckedIOException(new RecordLimit.Exceeded());
        }
        strayQuote |= !quoted && isQuotedAfterBlanks(buffer, offset, count);
        CsvColumns known = columns;
        if (column == 0) {
            keepsTexts = known == null || controls.begin(buffer, offset, count);
        }
        if (keepsTexts) {
            texts.add(new String(buffer, offset, count));
        } else if (known != null && count > 0 && known.fieldOf(column) >= 0) {
            values.set(known.fieldOf(column), new String(buffer, offset, count));
        }
        if (column == 0 && !quoted && count == CsvText.END.length()) {
            first = new String(buffer, offset, count);
        }
    }

    private static boolean isQuotedAfterBlanks(char[] buffer, int offset, int count) {
        int i = offset;
        while (i < offset + count && Character.isWhitespace(buffer[i])) {
            i++;
        }
        return i > offset && i < offset + count && buffer[i] == '"';
    }

    @Override
    protected CsvLine buildRecord() {
        return this;
    }
}
