package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Source;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the bytes of the files are. */
final class FormatOptions {

    private static final String TAB = "tab";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "json or csv. Default: csv if the mapping says so, and for files whose name ends with .csv, .tsv,"
                            + " .psv or .txt, or with one of these and .gz or .zip; otherwise json.")
    private @Nullable Format format;

    @Option(
            names = "--delimiter",
            paramLabel = "CHARACTER",
            description = "The character between two values of CSV, or tab. Default: that of the mapping; otherwise"
                    + " comma, semicolon, tab or pipe, by the names in the first line.")
    private @Nullable String delimiter;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "The encoding of CSV, for example windows-1252 or UTF-16. Default: that of the"
                    + " mapping; otherwise UTF-8.")
    private @Nullable Charset encoding;

    /** What the bytes of a file are. */
    enum Format {
        JSON,
        CSV
    }

    /**
     * Whether an input is CSV.
     *
     * @param mapped whether its mapping says so
     */
    boolean isCsv(Input input, boolean mapped) {
        return format == null ? mapped || input.isNamedLikeCsv() : format == Format.CSV;
    }

    Source.Bytes source(RecordType set, Input input, Optional<Mapping> mapping) {
        boolean csv = isCsv(input, mapping.filter(given -> given.isCsv(set)).isPresent());
        if (!csv && (delimiter != null || encoding != null)) {
            throw new IllegalArgumentException((delimiter == null ? "--encoding" : "--delimiter")
                    + " has no effect on JSON: omit it, or add --format csv");
        }
        if (csv && input.isFolder()) {
            throw new IllegalArgumentException("The " + set.plural()
                    + " are CSV, which is read from one file: a directory contains pages of JSON. Specify a file");
        }
        Source.Bytes source = input.source(csv ? Optional.of(csvFormat()) : Optional.empty());
        return mapping.isPresent() ? source.mapping(mapping.get()) : source;
    }

    private CsvFormat csvFormat() {
        CsvFormat csv = CsvFormat.defaults();
        if (delimiter != null) {
            csv = csv.delimiter(character(delimiter));
        }
        return encoding == null ? csv : csv.charset(encoding);
    }

    private static char character(String given) {
        if (given.equals(TAB)) {
            return '\t';
        }
        if (given.length() != 1) {
            throw new IllegalArgumentException("--delimiter is one character or " + TAB + ", not " + given);
        }
        return given.charAt(0);
    }
}
