package io.github.patientpayments.internal.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.internal.record.Location;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordHash;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.snapshot.mapping.Envelope;
import io.github.patientpayments.internal.snapshot.mapping.SetMapping;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Rejection.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A set as JSON bytes: an array of objects or NDJSON, plain, gzip or in a ZIP archive. The only reader of JSON in the
 * library.
 *
 * <p>{@link StrictUtf8} decodes the bytes, since Jackson's own accepts overlong forms. Messages of Jackson are not
 * passed on, since they quote the input.
 */
final class JsonSet<T> extends ByteSet<T> {

    /**
     * A factory of our own, so that limits set here do not change the host's defaults. {@link RecordLimit} and
     * {@link Nesting} hold before Jackson's limits do.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // The set is closed by its reader, for which a failure to close is not one of the content.
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    JsonSet(InputStream bytes, @Nullable Mapping mapping, Evidence evidence) {
        super(bytes, mapping, evidence);
    }

    @Override
    public void forEach(RecordRules<T> rules, RecordHash hash, Consumer<ParsedRecord> consumer) {
        new Reading(rules, hash, consumer).run();
    }

    /** One pass over the bytes. */
    private final class Reading {

        private final RecordRules<T> rules;
        private final @Nullable Envelope envelope;
        private final JsonValues values;
        private final Intake<T> intake;
        private final SetText text = new SetText(bytes, InputForm.JSON);
        private @Nullable RecordLimit limit;
        private long position;

        Reading(RecordRules<T> rules, RecordHash hash, Consumer<ParsedRecord> consumer) {
            SetMapping mapping = mapping(rules);
            this.rules = rules;
            this.envelope = mapping.envelope();
            this.values = new JsonValues(mapping.places());
            this.intake = new Intake<>(rules, mapping, values, hash, consumer);
        }

        void run() {
            try {
                RecordLimit limited = new RecordLimit(text.open(StandardCharsets.UTF_8));
                limit = limited;
                JsonParser parser = JSON.createParser(limited);
                try {
                    if (envelope == null) {
                        elements(parser, limited);
                    } else {
                        pages(parser, limited, envelope);
                    }
                    noteFiltered(intake.filtered());
                } catch (IOException e) {
                    throw failed(e, parser);
                }
            } catch (IOException e) {
                throw failed(e, null);
            } finally {
                text.end();
            }
        }

        private void elements(JsonParser parser, RecordLimit limited) throws IOException {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                array(parser, limited);
                if (parser.nextToken() != null) {
                    throw invalid("something follows the end of the array", parser);
                }
            } else if (first == JsonToken.START_OBJECT) {
                element(parser, limited);
                boolean more = parser.nextToken() != null;
                if (!more) {
                    values.otherObject().ifPresent(what -> {
                        throw invalid("it is one object " + what, parser);
                    });
                }
                refuseUnterminated("NDJSON", parser);
                while (more) {
                    element(parser, limited);
                    more = parser.nextToken() != null;
                }
                refuseUnterminated("NDJSON", parser);
            } else {
                throw invalid(
                        first == null
                                ? "there is nothing in it; an empty set is []"
                                : looksLike("it begins neither with [ nor with {"),
                        parser);
            }
        }

        /** Documents with the records in an envelope. */
        private void pages(JsonParser parser, RecordLimit limited, Envelope given) throws IOException {
            JsonPages pages = new JsonPages(given, inner -> array(inner, limited));
            if (parser.nextToken() == null) {
                throw invalid("there is nothing in it; an empty set is an empty array", parser);
            }
            pages.read(parser);
            boolean several = parser.nextToken() != null;
            if (several) {
                refuseUnterminated("JSON of several documents", parser);
            }
            while (parser.currentToken() != null) {
                pages.read(parser);
                parser.nextToken();
            }
            if (several) {
                refuseUnterminated("JSON of several documents", parser);
            }
            if (pages.sayMore()) {
                throw invalid(
                        "its last page says that there is another one: give all pages, one after the other", parser);
            }
        }

        private void array(JsonParser parser, RecordLimit limited) throws IOException {
            endRecord(parser, limited);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                element(parser, limited);
            }
            endRecord(parser, limited);
        }

        private void element(JsonParser parser, RecordLimit limited) throws IOException {
            JsonLocation begin = parser.currentTokenLocation();
            beginRecord(parser, begin.getCharOffset(), limited);
            position++;
            Location location = new Location(position, begin.getLineNr());
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                values.read(parser);
                endRecord(parser, limited);
                if (position == 1) {
                    noteOtherFields(values.otherNames());
                }
                intake.take(location);
            } else {
                Nesting.skip(parser, 0);
                parser.finishToken();
                endRecord(parser, limited);
                intake.reject(location, Code.NOT_AN_OBJECT);
            }
        }

        /** White space before a record has the same limit. The parser reads a bare number or word with it. */
        private static void beginRecord(JsonParser parser, long begin, RecordLimit limited) throws IOException {
            limited.check(begin);
            if (parser.currentToken().isStructStart() || parser.currentToken() == JsonToken.VALUE_STRING) {
                limited.countFrom(begin);
            }
        }

        private static void endRecord(JsonParser parser, RecordLimit limited) throws IOException {
            long end = parser.currentLocation().getCharOffset();
            limited.check(end);
            limited.countFrom(end);
        }

        private void refuseUnterminated(String whatItIs, JsonParser parser) {
            if (evidence == Evidence.NONE) {
                text.unterminated(whatItIs).ifPresent(form -> {
                    throw invalid(
                            form + " has no end marker, so it may be truncated; send an array, one gzip file or a ZIP"
                                    + " archive, give a control count, or call acceptUnterminated() if something else shows that it is"
                                    + " complete",
                            parser);
                });
            }
        }

        private RuntimeException failed(IOException e, @Nullable JsonParser parser) {
            if (e instanceof HostStream.Failure failure) {
                return unreadable(rules.type(), failure.original());
            }
            return invalid(problem(e), parser);
        }

        private String problem(IOException e) {
            Optional<String> ofBytes = text.problem(e, position == 0);
            if (ofBytes.isPresent()) {
                return ofBytes.get();
            }
            if (e instanceof Nesting.TooDeep) {
                return "a record is nested deeper than " + Nesting.MAX;
            }
            if (e instanceof JsonPages.NoRecords) {
                return String.valueOf(e.getMessage());
            }
            if (e instanceof JsonEOFException) {
                return "it is truncated";
            }
            return looksLike("it is not JSON");
        }

        /** Adds what the input looks like instead, if nothing of it could be read. */
        private String looksLike(String problem) {
            return position > 0 ? problem : text.looksLike(problem);
        }

        /** A parser that asked for more and got none has already counted the last part twice. */
        private long countedTwice(JsonLocation place) {
            return limit == null ? 0 : Math.max(place.getCharOffset() - limit.handedOut(), 0);
        }

        private InvalidSnapshotException invalid(String problem, @Nullable JsonParser parser) {
            long line = 1;
            long column = 1;
            if (parser != null) {
                JsonLocation place = parser.currentLocation();
                line = place.getLineNr();
                column = place.getColumnNr() - countedTwice(place);
            }
            return new InvalidSnapshotException(
                    rules.type(), text.reported(problem), Math.max(position, 1), line, column);
        }
    }

    static SnapshotUnreadableException unreadable(RecordType type, IOException cause) {
        return new SnapshotUnreadableException(
                "The source of the " + type.plural() + " failed: " + what(cause)
                        + "; nothing was changed. Call again when it can be read.",
                cause);
    }

    /** A file is named, since its name is the host's own. */
    private static String what(IOException cause) {
        String name = cause.getClass().getSimpleName();
        if (!(cause instanceof FileSystemException file) || file.getFile() == null) {
            return name;
        }
        return cause instanceof NoSuchFileException
                ? "there is no file " + file.getFile()
                : "the file " + file.getFile() + " can't be read (" + name + ")";
    }
}
