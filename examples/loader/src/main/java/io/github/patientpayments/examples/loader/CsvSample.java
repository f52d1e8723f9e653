package io.github.patientpayments.examples.loader;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.patientpayments.SnapshotUnreadableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the first records of CSV. */
final class CsvSample {

    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

    /** One known name may be the value of a record: a payment of the type «payment». */
    private static final int KNOWN = 2;

    private CsvSample() {}

    static FileSample read(SampleText text, boolean header) {
        try {
            return parse(text, header);
        } catch (CsvParseException e) {
            // Its message quotes the file.
            throw new SnapshotUnreadableException(
                    "The file is not CSV: a closing quote is followed by something else than a delimiter, or a value"
                            + " is too long",
                    null);
        }
    }

    private static FileSample parse(SampleText text, boolean header) {
        char delimiter = delimiter(text.text());
        Iterator<CsvRecord> lines = parser(delimiter, text.text()).iterator();
        CsvRecord first = lines.next();
        boolean named = header || hasNames(first.getFields());
        List<SampleColumn> columns = columns(first.getFields(), named);
        int count = 0;
        @Nullable CsvRecord next = named ? following(lines) : first;
        while (next != null && count < FileSample.MOST) {
            CsvRecord after = following(lines);
            if (after != null || !text.cut()) { // the last one may not be whole
                add(columns, next.getFields());
                count++;
            }
            next = after;
        }
        return new FileSample(
                text,
                "CSV",
                Optional.of(delimiter),
                named,
                Optional.empty(),
                columns.stream().filter(column -> !column.name().isBlank()).toList(),
                count,
                next == null && !text.cut());
    }

    private static @Nullable CsvRecord following(Iterator<CsvRecord> lines) {
        return lines.hasNext() ? lines.next() : null;
    }

    private static CsvReader<CsvRecord> parser(char delimiter, String text) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text);
    }

    /** The one with which the first line has the most known names, or else the most values. */
    private static char delimiter(String text) {
        char best = ',';
        long most = 1;
        for (char delimiter : DELIMITERS) {
            List<String> values = firstValues(delimiter, text);
            long known = values.stream().filter(FieldGuess::isKnown).count();
            long score = values.size() + known * text.length();
            if (values.size() > 1 && score > most) {
                most = score;
                best = delimiter;
            }
        }
        if (most == 1) {
            throw new SnapshotUnreadableException(
                    "The file is neither JSON nor CSV: its first line has no comma, semicolon, tab or pipe", null);
        }
        return best;
    }

    private static List<String> firstValues(char delimiter, String text) {
        try {
            return parser(delimiter, text).iterator().next().getFields();
        } catch (CsvParseException e) {
            return List.of();
        }
    }

    private static boolean hasNames(List<String> values) {
        return values.stream().filter(FieldGuess::isKnown).count() >= KNOWN
                && values.stream().noneMatch(value -> value.matches("[^\\p{L}]*\\d[^\\p{L}]*"));
    }

    private static List<SampleColumn> columns(List<String> first, boolean named) {
        return new ArrayList<>(IntStream.range(0, first.size())
                .mapToObj(i -> new SampleColumn(named ? first.get(i) : "column" + (i + 1)))
                .toList());
    }

    private static void add(List<SampleColumn> columns, List<String> values) {
        for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
            columns.get(i).add(values.get(i));
        }
    }
}
