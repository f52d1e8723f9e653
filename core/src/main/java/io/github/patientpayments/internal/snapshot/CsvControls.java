package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.record.SentTotals;
import io.github.patientpayments.internal.snapshot.mapping.ControlRow;
import io.github.patientpayments.internal.snapshot.mapping.SetMapping;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header and the trailer of a file of CSV, if its mapping declares them. Each has to be there, and in its place.
 */
final class CsvControls {

    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

    private final SetMapping mapping;
    private final @Nullable ControlRow header;
    private final @Nullable ControlRow trailer;
    private SentTotals totals = SentTotals.NONE;
    private boolean headerRead;
    private boolean trailerRead;

    CsvControls(SetMapping mapping) {
        this.mapping = mapping;
        this.header = mapping.header();
        this.trailer = mapping.trailer();
    }

    /** Whether a first value is that of such a line. */
    boolean begin(char[] buffer, int offset, int count) {
        return isFirst(header, buffer, offset, count) || isFirst(trailer, buffer, offset, count);
    }

    private static boolean isFirst(@Nullable ControlRow row, char[] buffer, int offset, int count) {
        if (row == null || row.first().length() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (row.first().charAt(i) != buffer[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes a line that may be one of them.
     *
     * @param texts its values
     * @return whether it is
     */
    boolean takes(List<String> texts) throws Wrong {
        String first = texts.isEmpty() ? "" : texts.get(0);
        if (trailerRead) {
            throw new Wrong("something follows its trailer");
        }
        if (header != null && header.first().equals(first) == headerRead) {
            throw new Wrong(headerRead ? "it has more than one header" : missing("header", header));
        }
        if (header != null && header.first().equals(first)) {
            headerRead = true;
            totals = read("header", header, texts);
            return true;
        }
        if (trailer != null && trailer.first().equals(first)) {
            trailerRead = true;
            totals = joined(read("trailer", trailer, texts));
        }
        return trailerRead;
    }

    /** The totals of the header, and those of the trailer, which must not differ. */
    private SentTotals joined(SentTotals ofTrailer) throws Wrong {
        boolean sameCount = totals.count().isEmpty()
                || ofTrailer.count().isEmpty()
                || totals.count().equals(ofTrailer.count());
        boolean sameSum = totals.sum().isEmpty()
                || ofTrailer.sum().isEmpty()
                || totals.sum().get().compareTo(ofTrailer.sum().get()) == 0;
        if (!sameCount || !sameSum) {
            throw new Wrong("its header and its trailer have different control totals");
        }
        return totals.or(ofTrailer);
    }

    /** Checks that nothing is missing, after the last line. */
    void end() throws Wrong {
        if (header != null && !headerRead) {
            throw new Wrong(missing("header", header));
        }
        if (trailer != null && !trailerRead) {
            throw new Wrong(missing("trailer", trailer) + ", so it may be truncated");
        }
    }

    private static String missing(String what, ControlRow row) {
        return "it has no " + what + ", a line whose first value is " + row.first();
    }

    SentTotals totals() {
        return totals;
    }

    private SentTotals read(String what, ControlRow row, List<String> texts) throws Wrong {
        String count = value(ControlRow.COUNT, what, row, texts);
        if (count != null && !COUNT.matcher(count).matches()) {
            throw new Wrong("the count in its " + what + " is no number");
        }
        String sum = value(ControlRow.SUM, what, row, texts);
        BigDecimal amount = sum == null ? null : mapping.amountOf(sum);
        if (sum != null && amount == null) {
            throw new Wrong("the sum in its " + what + " is not in the form of the amounts");
        }
        return new SentTotals(
                count == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(count)),
                Optional.ofNullable(amount));
    }

    private static @Nullable String value(String name, String what, ControlRow row, List<String> texts) throws Wrong {
        int index = row.values().indexOf(name);
        if (index >= texts.size()) {
            throw new Wrong("its " + what + " has no " + name);
        }
        return index < 0 ? null : texts.get(index).strip();
    }

    /** The header or the trailer is not as it has to be. */
    static final class Wrong extends IOException {

        private static final long serialVersionUID = 1L;

        private Wrong(String message) {
            super(message);
        }
    }
}
