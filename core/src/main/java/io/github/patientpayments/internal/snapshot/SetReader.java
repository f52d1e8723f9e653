package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one set of a snapshot, element by element: bytes or typed records become valid records or rejections. Holds one
 * element at a time.
 *
 * <p>A one-shot source is opened, and so used up, by {@link #takeOver()}; another one at every {@link #forEach}, from
 * its beginning even if the last reading broke off. What is open is closed by {@link #close()} at the latest.
 *
 * @param <T> the typed record
 */
public final class SetReader<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SetReader.class);

    private final RecordType type;
    private final Source<T> source;
    private final boolean acceptUnterminated;
    private @Nullable OpenSet<T> open;
    private long bytesRead;

    /** Makes a reader; nothing is opened. */
    SetReader(RecordType type, Source<T> source, boolean acceptUnterminated) {
        this.type = type;
        this.source = source;
        this.acceptUnterminated = acceptUnterminated;
    }

    /**
     * Opens a one-shot source.
     *
     * @throws IllegalStateException if it was used before
     */
    void takeOver() {
        if (!source.isReopenable()) {
            open = open();
        }
    }

    /** Whether the set can be read more than once. */
    public boolean repeatable() {
        return source.isReopenable();
    }

    /** Bytes that the last reading, which may be going on, has taken from the host's stream; 0 for typed records. */
    public long bytesRead() {
        return open == null ? bytesRead : open.bytesRead();
    }

    /** Reads every element, from the first; each is checked by the rules and given to the consumer. */
    public SetSummary forEach(RecordRules<T> rules, Deadline deadline, Consumer<ParsedRecord<T>> consumer) {
        SetSummary summary = new SetSummary();
        OpenSet<T> set = open == null ? open() : open;
        open = set;
        try {
            set.forEach(rules, candidate -> {
                deadline.check();
                summary.add(rules, candidate);
                consumer.accept(candidate);
            });
            deadline.check();
            return summary;
        } finally {
            close();
        }
    }

    /** Closes what is open. What was read to its end is whole, so a failure to close it changes nothing. */
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
        return HostFailure.guard(() -> {
            try {
                return source instanceof Source.Json<T> json
                        ? new JsonSet<>(json.open(), acceptUnterminated)
                        : new RecordSet<>(((Source.Records<T>) source).open());
            } catch (IOException e) {
                throw JsonSet.unreadable(type, e);
            }
        });
    }
}
