package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordHash;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.snapshot.mapping.MappingText;
import io.github.patientpayments.internal.snapshot.mapping.SetMapping;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one set of a snapshot, element by element: bytes or typed records become valid records or rejections. Holds one
 * element at a time.
 *
 * <p>A one-shot source is opened, and thereby consumed, by {@link #openOneShot()}. Any other source is opened by each
 * call of {@link #forEach}, which reads it from the beginning even if the previous call failed. {@link #close()} closes
 * whatever is still open.
 *
 * @param <T> the typed record
 */
public final class SetReader<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SetReader.class);

    private final RecordType type;
    private final Source<T> source;
    private final Evidence evidence;
    private @Nullable SetSummary readAhead;
    private @Nullable OpenSet<T> open;
    private long bytesRead;

    /** Creates a reader without opening the source. */
    SetReader(RecordType type, Source<T> source, Evidence evidence) {
        this.type = type;
        this.source = source;
        this.evidence = evidence;
    }

    /**
     * Opens a one-shot source.
     *
     * @throws IllegalStateException if it was used before
     */
    void openOneShot() {
        if (!source.isReopenable()) {
            open = open();
        }
    }

    /** The text of the mapping with which the set is read. */
    private Optional<String> mappingText() {
        return source instanceof Source.Bytes bytes ? bytes.mapping().map(Mapping::text) : Optional.empty();
    }

    /**
     * Checks that the mapping has a part for the set, and for its form.
     *
     * @throws IllegalArgumentException if it has none
     */
    void requireMapping() {
        mappingText().ifPresent(text -> {
            SetMapping part = MappingText.partFor(type, text);
            boolean csv = source instanceof Source.Csv;
            if (csv ? part.envelope() != null : part.delimited()) {
                throw new IllegalArgumentException("The mapping says that the " + type.plural() + " are "
                        + (csv ? "JSON with an envelope, and the source is CSV" : "CSV, and the source is JSON")
                        + ": use the other kind of source, or another mapping");
            }
            if (source instanceof Source.Csv given) {
                given.format().orElse(part.csv());
            }
        });
    }

    /** Whether the set can be read more than once. */
    public boolean repeatable() {
        return source.isReopenable();
    }

    /** The size of the file that is read; 0 if it is none of the system's, and may be slow. */
    public long fileSize() {
        try {
            Path file = source instanceof Source.Bytes bytes ? bytes.file().orElse(null) : null;
            return file != null && file.getFileSystem() == FileSystems.getDefault() && Files.isRegularFile(file)
                    ? Files.size(file)
                    : 0;
        } catch (IOException e) {
            return 0; // opening it reports why
        }
    }

    /**
     * Reads a repeatable set only to compute its fingerprint, for as long as that may be a known one.
     *
     * @param onRecord called after each element
     * @param mayBeKnown decides by what was read so far, after each element
     */
    public void readAhead(
            RecordRules<T> rules, HashKey key, Deadline deadline, Runnable onRecord, Predicate<SetSummary> mayBeKnown) {
        SetSummary summary = new SetSummary(rules, key, mappingText());
        try {
            read(summary, rules, key, deadline, record -> {
                onRecord.run();
                if (!mayBeKnown.test(summary)) {
                    throw new Unknown();
                }
            });
            readAhead = summary;
        } catch (Unknown e) {
            LOG.debug("The {} differ from those of last time within {} records", type.plural(), summary.read());
        }
    }

    /** The summary computed by {@link #readAhead}; null if the set was not read to its end by it. */
    public @Nullable SetSummary summaryReadAhead() {
        return readAhead;
    }

    /** The bytes that the current or last reading took from the host's stream; 0 for typed records. */
    public long bytesRead() {
        return open == null ? bytesRead : open.bytesRead();
    }

    /** Reads all elements from the first, checks and hashes each and passes it to the consumer. */
    public SetSummary forEach(RecordRules<T> rules, HashKey key, Deadline deadline, Consumer<ParsedRecord> consumer) {
        SetSummary summary = new SetSummary(rules, key, mappingText());
        read(summary, rules, key, deadline, consumer);
        return summary;
    }

    private void read(
            SetSummary summary, RecordRules<T> rules, HashKey key, Deadline deadline, Consumer<ParsedRecord> consumer) {
        deadline.begin();
        try {
            OpenSet<T> set = open == null ? open() : open;
            open = set;
            set.endAt(deadline);
            set.forEach(rules, new RecordHash(key), record -> {
                deadline.check();
                summary.add(record);
                consumer.accept(record);
            });
            deadline.check();
            summary.noteOtherFields(set.otherFields());
            summary.noteFiltered(set.filtered());
            summary.noteTotals(set.totals());
        } finally {
            close();
            deadline.end();
        }
    }

    /**
     * Closes the source if it is open. A failure to close is only logged: a set that was read to its end is complete,
     * and one that was read ahead is read again.
     */
    @Override
    public void close() {
        OpenSet<T> closing = open;
        bytesRead = bytesRead();
        open = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "The source of the {} could not be closed ({})",
                    type.plural(),
                    e.getClass().getName());
        }
    }

    private OpenSet<T> open() {
        return HostFailure.call(() -> {
            try {
                if (source instanceof Source.Json json) {
                    return new JsonSet<>(json.open(), json.mapping().orElse(null), evidence);
                }
                return source instanceof Source.Csv csv
                        ? new CsvSet<>(csv.open(), csv.format(), csv.mapping().orElse(null), evidence)
                        : new RecordSet<>(((Source.Records<T>) source).open());
            } catch (IOException e) {
                throw JsonSet.unreadable(type, e);
            }
        });
    }

    /** Ends a reading before its end. */
    private static final class Unknown extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unknown() {
            super(null, null, false, false);
        }
    }
}
