package io.github.patientpayments.internal.snapshot;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.internal.record.Location;
import io.github.patientpayments.internal.record.OtherFields;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordHash;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.snapshot.mapping.ControlRow;
import io.github.patientpayments.internal.snapshot.mapping.SetMapping;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Rejection.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set as CSV bytes, plain, gzip or in a ZIP archive. With {@link CsvLine} it is all that uses FastCSV, which a host
 * may not have. Messages of FastCSV are not passed on, since they quote the input.
 */
final class CsvSet<T> extends ByteSet<T> {

    private final CsvFormat format;

    CsvSet(InputStream bytes, CsvFormat format, @Nullable Mapping mapping, Evidence evidence) {
        super(bytes, mapping, evidence);
        this.format = format;
    }

    /** Always true: without FastCSV, this class can't be linked, and before its version 4, not this call. */
    static boolean available() {
        return CsvReader.builder().allowExtraFields(true) != null;
    }

    @Override
    public void forEach(RecordRules<T> rules, RecordHash hash, Consumer<ParsedRecord> consumer) {
        new Reading(rules, hash, consumer).run();
    }

    /** One pass over the bytes. */
    private final class Reading {

        private final RecordRules<T> rules;
        private final SetMapping mapping;
        private final CsvFormat effective;
        private final CsvControls controls;
        private final CsvLine line;
        private final Intake<T> intake;
        private final SetText text = new SetText(bytes, InputForm.CSV);
        private long position;

        Reading(RecordRules<T> rules, RecordHash hash, Consumer<ParsedRecord> consumer) {
            this.rules = rules;
            this.mapping = mapping(rules);
            CsvValues values = new CsvValues(mapping.places());
            this.effective = format.orElse(mapping.csv());
            this.controls = new CsvControls(mapping);
            this.line = new CsvLine(values, controls);
            this.intake = new Intake<>(rules, mapping, values, hash, consumer);
        }

        void run() {
            try {
                records(new CsvText(text.open(effective.charset())));
            } catch (IOException e) {
                throw failed(e);
            } finally {
                text.end();
            }
        }

        private void records(CsvText characters) throws IOException {
            Iterator<CsvLine> lines = lines(characters);
            if (!effective.columns().isEmpty()) {
                begin(effective.columns());
            }
            boolean ended = false;
            while (readNext(lines)) {
                characters.endRecord();
                if (ended) {
                    lineLikeTheEnd();
                }
                ended = line.isEnd();
                if (!ended && !controls.takes(line.texts())) {
                    elementOrColumns();
                }
            }
            if (!ended) {
                throw invalid("it is truncated: a quote is not closed");
            }
            if (line.columns() == null) {
                throw invalid("there is nothing in it; an empty set is a line with the names of the columns");
            }
            controls.end();
            refuseUnterminated();
            refuseCutLine(characters);
            noteFiltered(intake.filtered());
            noteTotals(controls.totals());
        }

        /** What is done with a record has failures of its own. */
        private boolean readNext(Iterator<CsvLine> lines) {
            try {
                boolean more = lines.hasNext();
                if (more) {
                    lines.next();
                }
                return more;
            } catch (UncheckedIOException | CsvParseException e) {
                throw unwrapped(e);
            }
        }

        private Iterator<CsvLine> lines(CsvText characters) throws IOException {
            Character delimiter = effective.delimiter().orElse(null);
            Character comment = effective.comment().orElse(null);
            var parser = CsvReader.builder()
                    .fieldSeparator(
                            delimiter == null
                                    ? CsvColumns.delimiterOf(characters.firstLine(comment), namesInFirstLine(), comment)
                                    : delimiter)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .maxBufferSize(4 * RecordLimit.MAX_RECORD);
            if (comment != null) {
                parser.commentStrategy(CommentStrategy.SKIP).commentCharacter(comment);
            }
            return parser.build(line, characters).iterator();
        }

        private List<String> namesInFirstLine() {
            ControlRow header = mapping.header();
            return header == null ? mapping.places() : List.of(header.first());
        }

        /** One of the set's own. */
        private void lineLikeTheEnd() {
            if (line.columns() == null) {
                begin(List.of(CsvText.END));
            }
            reject(Code.WRONG_NUMBER_OF_VALUES);
        }

        private void elementOrColumns() {
            if (line.columns() == null) {
                begin(line.texts());
            } else {
                element();
            }
        }

        private void begin(List<String> names) {
            CsvColumns columns = CsvColumns.named(names, mapping.places());
            columns.repeated().ifPresent(place -> {
                throw invalid("it has the column " + mapping.places().get(place) + " more than once");
            });
            refuseMisspelt(names);
            refuseMissing(columns, names.get(0));
            line.found(columns);
            noteOtherFields(names.stream()
                    .filter(name ->
                            OtherFields.isPlain(name) && !mapping.places().contains(name))
                    .limit(OtherFields.SOME)
                    .toList());
            refuseUnterminated();
        }

        /**
         * An optional column would be missing in all records. What else has such a name does not matter to a mapping if
         * the column is there.
         */
        private void refuseMisspelt(List<String> names) {
            List<String> wanted = mapping.places().stream()
                    .filter(place -> mapping.isNone() || !names.contains(place))
                    .toList();
            CsvColumns.misspelt(names, wanted).ifPresent(place -> {
                throw invalid("it has a column that is called almost " + place
                        + ": names of columns are compared exactly, with upper and lower case and without blanks");
            });
        }

        private void refuseMissing(CsvColumns columns, String first) {
            List<String> missing = neededBesides(columns).stream()
                    .filter(name -> !columns.has(mapping.places().indexOf(name)))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            String noCsv = "it is not CSV";
            String form = text.looksLike(noCsv);
            throw invalid(
                    form.equals(noCsv)
                            ? "it has no column " + String.join(", ", missing)
                                    + (first.startsWith("sep=")
                                            ? "; its first line is a note for Excel: remove it"
                                            : "; the first line has to name the columns, or columns(…) of the format")
                            : form);
        }

        /** A delta of deletions has nothing but ids. */
        private List<String> neededBesides(CsvColumns columns) {
            boolean deletions = mapping.isNone()
                    && rules.delta()
                    && columns.has(mapping.places().indexOf(RecordRules.DELETED));
            return deletions ? List.of(RecordRules.EXTERNAL_ID) : mapping.neededPlaces();
        }

        private void element() {
            if (position == 0 && line.values().areTheirNames()) {
                throw invalid("its first line has the names of the columns: leave columns(…) of the format out");
            }
            if (!line.isWhole()) {
                reject(Code.WRONG_NUMBER_OF_VALUES);
            } else if (line.hasStrayQuote()) {
                reject(Code.STRAY_QUOTE);
            } else {
                intake.take(next());
            }
        }

        private void reject(Code why) {
            intake.reject(next(), why);
        }

        private Location next() {
            position++;
            return new Location(position, line.number());
        }

        private void refuseUnterminated() {
            if (evidence == Evidence.NONE && !mapping.hasCountAtEnd()) {
                text.unterminated("CSV").ifPresent(form -> {
                    throw invalid(form + " has no end marker, so it may be truncated; send one gzip file or a ZIP"
                            + " archive, give a control count, or call acceptUnterminated() if something else shows that it is"
                            + " complete");
                });
            }
        }

        /** Neither a count nor gzip or ZIP, which pack what they get, show that the last value is whole. */
        private void refuseCutLine(CsvText characters) {
            if (evidence != Evidence.HOST && !characters.endsWithLine()) {
                throw invalid("its last line has no end, so it may be truncated; end it with a line break, or call"
                        + " acceptUnterminated() if something else shows that it is complete");
            }
        }

        /** What the parser wraps: an exception of its own, of the host's stream, or of a limit. */
        private RuntimeException unwrapped(RuntimeException wrapper) {
            Throwable cause = wrapper;
            position++; // of the record that is being read
            while (cause instanceof CsvParseException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof UncheckedIOException && cause.getCause() instanceof IOException failure) {
                return failed(failure);
            }
            if (cause instanceof Error error) {
                throw error;
            }
            return cause instanceof RuntimeException other && !(other instanceof CsvParseException)
                    ? other
                    : invalid("a closing quote is followed by something else than a delimiter; a quote within a value"
                            + " has to be doubled");
        }

        private RuntimeException failed(IOException e) {
            if (e instanceof CsvControls.Wrong wrong) {
                return invalid(String.valueOf(wrong.getMessage()));
            }
            return e instanceof HostStream.Failure failure
                    ? JsonSet.unreadable(rules.type(), failure.original())
                    : invalid(text.problem(e, line.columns() == null).orElse("it can't be decoded"));
        }

        private InvalidSnapshotException invalid(String problem) {
            return new InvalidSnapshotException(
                    rules.type(), text.reported(problem), Math.max(position, 1), line.number(), 1);
        }
    }
}
