package io.github.patientpayments.sync;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotUnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of one set come from: JSON, CSV, or typed records.
 *
 * <pre>{@code
 * Source.Json file = Source.json(Path.of("patients.json.gz"));
 * Source.Json download = Source.json(() -> url.openStream());
 * Source.Csv sheet = Source.csv(Path.of("payments.csv"));
 * Source<PaymentData> records = Source.of(List.of(PaymentData.of("602", "8", new BigDecimal("9.29"))));
 * }</pre>
 *
 * <p><b>JSON</b> is UTF-8 (a byte order mark is allowed), an array of objects or NDJSON (one object per line); the form
 * is recognized by its content. It is read as a stream, whatever its size. Limits: 1 MiB per record, a nesting depth of
 * 16, 40 characters per amount.
 *
 * <p><b>CSV</b> is any delimited text; see {@link Csv}.
 *
 * <p><b>Both may be packed</b>, as gzip or as a ZIP archive with exactly one file, which is recognized by the content
 * too. Of an archive, directories and what macOS adds ({@code __MACOSX}, {@code .DS_Store}) do not count; names are
 * ignored. It must be complete, agree with its central directory, not be encrypted, and have no method of compression
 * other than deflate; anything else is an {@link io.github.patientpayments.InvalidSnapshotException}.
 *
 * <p><b>A source that can be opened again</b> ({@link #json(Path)}, {@link #json(Opener)}, {@link #csv(Path)},
 * {@link #csv(Opener)}, {@link #of(Iterable)}) is opened when it is needed, perhaps more than once, and lets the store
 * retry a sync after a deadlock. <b>A one-shot source</b> ({@link #jsonOnce(InputStream)},
 * {@link #csvOnce(InputStream)}, {@link #once(Stream)}) can be used for one sync. The store always closes what it opens
 * and every one-shot source that it is given. Using a one-shot source twice throws {@link IllegalStateException} before
 * the database is touched.
 *
 * <p>An {@link IOException} becomes a {@link SnapshotUnreadableException}; any other exception of your own stream or
 * iterator is thrown by {@code sync} unchanged, after the rollback.
 *
 * <p>A source is as thread-safe as what it was created from; a sync reads it in the calling thread.
 *
 * @param <T> {@link PatientData} or {@link PaymentData}; for {@link Bytes} the set decides
 */
public sealed interface Source<T> {

    /**
     * Returns a source that reads JSON from a file, plain or packed.
     *
     * @param file the file; opened when needed
     * @return a source that can be opened again
     */
    static Json json(Path file) {
        Objects.requireNonNull(file, "file");
        return new Json(() -> Files.newInputStream(file), file, true);
    }

    /**
     * Returns a source that reads JSON from a stream that can be opened again, for instance a download or a blob.
     *
     * @param opener returns a new stream, from the beginning, at every call
     * @return a source that can be opened again
     */
    static Json json(Opener opener) {
        return new Json(opener, null, true);
    }

    /**
     * Returns a source that reads JSON from a stream that can be read only once, for instance the body of a request.
     *
     * @param stream the stream; the store closes it
     * @return a one-shot source
     */
    static Json jsonOnce(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return new Json(() -> stream, null, false);
    }

    /**
     * Returns a source that reads CSV from a file, plain or packed.
     *
     * @param file the file; opened when needed
     * @return a source that can be opened again
     */
    static Csv csv(Path file) {
        Objects.requireNonNull(file, "file");
        return new Csv(() -> Files.newInputStream(file), file, true);
    }

    /**
     * Returns a source that reads CSV from a stream that can be opened again, for instance a download or a blob.
     *
     * @param opener returns a new stream, from the beginning, at every call
     * @return a source that can be opened again
     */
    static Csv csv(Opener opener) {
        return new Csv(opener, null, true);
    }

    /**
     * Returns a source that reads CSV from a stream that can be read only once, for instance the body of a request.
     *
     * @param stream the stream; the store closes it
     * @return a one-shot source
     */
    static Csv csvOnce(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return new Csv(() -> stream, null, false);
    }

    /**
     * Returns a source of typed records in a collection, or anything else that can be iterated again with the same
     * content.
     *
     * @param <T> the type of the records
     * @param records the records; a null element is rejected like a record without an id
     * @return a source that can be opened again
     */
    static <T> Source<T> of(Iterable<? extends T> records) {
        Objects.requireNonNull(records, "records");
        return new Records<>(() -> StreamSupport.stream(records.spliterator(), false), true);
    }

    /**
     * Returns a source of typed records from a stream, for instance the rows of a query of your own.
     *
     * @param <T> the type of the records
     * @param records the records; the store closes the stream
     * @return a one-shot source
     */
    static <T> Source<T> once(Stream<? extends T> records) {
        Objects.requireNonNull(records, "records");
        return new Records<>(() -> records, false);
    }

    /**
     * Returns whether the same records can be read again.
     *
     * @return false for a one-shot source
     */
    boolean isReopenable();

    /** Opens a stream of bytes, from the beginning, at every call. */
    @FunctionalInterface
    interface Opener {

        /**
         * Opens the stream.
         *
         * @return a new stream; the store closes it
         * @throws IOException if it cannot be opened; becomes a retryable {@link SnapshotUnreadableException}
         */
        InputStream open() throws IOException;
    }

    /** A source of bytes, which the store opens. They are patients or payments, as the set to which it is given. */
    abstract sealed class Bytes implements Source<Object> {

        private final Opener opener;
        private final @Nullable Path file;
        private final SourceUse uses;
        private final @Nullable Mapping mapping;

        private Bytes(Opener opener, @Nullable Path file, boolean reopenable) {
            this.opener = Objects.requireNonNull(opener, "opener");
            this.file = file;
            this.uses = new SourceUse(reopenable);
            this.mapping = null;
        }

        /** Another way to read the same bytes. */
        private Bytes(Bytes same, @Nullable Mapping mapping) {
            this.opener = same.opener;
            this.file = same.file;
            this.uses = same.uses;
            this.mapping = mapping;
        }

        /**
         * Sets the mapping. Defaults to none: the fields have their own names.
         *
         * @param other the mapping; it has to have a part for the set to which the source is given
         * @return a source of the same bytes
         */
        public abstract Bytes mapping(Mapping other);

        /**
         * Returns the mapping.
         *
         * @return empty if there is none
         */
        public Optional<Mapping> mapping() {
            return Optional.ofNullable(mapping);
        }

        /** Bytes have no type yet. */
        @SuppressWarnings("unchecked")
        <T> Source<T> typed() {
            return (Source<T>) (Source<?>) this;
        }

        @Override
        public boolean isReopenable() {
            return uses.repeatable();
        }

        /**
         * Returns the file that is read. For internal use.
         *
         * @return the file; empty if the bytes come from a stream
         */
        public Optional<Path> file() {
            return Optional.ofNullable(file);
        }

        /**
         * Opens the bytes. For internal use.
         *
         * @return the bytes; the caller closes them
         * @throws IOException as the opener does
         * @throws IllegalStateException if this is a one-shot source that was used before
         */
        public InputStream open() throws IOException {
            uses.next();
            return opener.open();
        }
    }

    /** A source of JSON. */
    final class Json extends Bytes {

        private Json(Opener opener, @Nullable Path file, boolean reopenable) {
            super(opener, file, reopenable);
        }

        private Json(Json same, Mapping mapping) {
            super(same, mapping);
        }

        @Override
        public Json mapping(Mapping other) {
            return new Json(this, Objects.requireNonNull(other, "other"));
        }
    }

    /**
     * A source of CSV: delimited text with quotes as in RFC 4180, plain or packed.
     *
     * <pre>
     * externalId,firstName,lastName,middleName,dateOfBirth
     * 8,Ada,Lovelace,,1815-12-10
     * </pre>
     *
     * <p>The first line has the names of the columns, which are those of the fields in JSON, in any order. Other
     * columns are ignored; if one of a required field is missing, one is there twice, or one has the name of a field in
     * another spelling, such as {@code Paid_On}, the whole is an
     * {@link io.github.patientpayments.InvalidSnapshotException}. An empty value is a missing one. Otherwise a value is
     * read like a string of JSON. Empty lines are skipped. A line with more or fewer values than there are columns, or
     * with white space before a quote, is rejected; its id may be another column's, so the deletions of its set are
     * withheld. Limits: 1 MiB per record, 40 characters per amount.
     *
     * <p>A file that was cut at the end of a line looks complete, as with NDJSON: unless it is a gzip file of one
     * member or a ZIP archive, a sync needs a control count or {@link SyncInput.Builder#acceptUnterminated()}. The last
     * line needs an end, since its last value could be cut, unless {@code acceptUnterminated()} was called.
     *
     * <p>CSV is read with FastCSV ({@code de.siegmar:fastcsv} 4), which is an optional dependency: without it a sync
     * throws {@link IllegalStateException} before the database is touched.
     */
    final class Csv extends Bytes {

        private final CsvFormat format;

        private Csv(Opener opener, @Nullable Path file, boolean reopenable) {
            super(opener, file, reopenable);
            this.format = CsvFormat.defaults();
        }

        private Csv(Csv same, CsvFormat format, @Nullable Mapping mapping) {
            super(same, mapping);
            this.format = format;
        }

        @Override
        public Csv mapping(Mapping other) {
            return new Csv(this, format, Objects.requireNonNull(other, "other"));
        }

        /**
         * Sets the format. Defaults to {@link CsvFormat#defaults()}. What it does not say is taken from the mapping.
         *
         * @param other the format
         * @return a source of the same bytes
         */
        public Csv format(CsvFormat other) {
            return new Csv(
                    this, Objects.requireNonNull(other, "other"), mapping().orElse(null));
        }

        /**
         * Returns the format.
         *
         * @return how the bytes are read
         */
        public CsvFormat format() {
            return format;
        }
    }

    /**
     * A source of typed records, which the store opens.
     *
     * @param <T> the type of the records
     */
    final class Records<T> implements Source<T> {

        private final Supplier<Stream<? extends T>> opener;
        private final SourceUse uses;

        private Records(Supplier<Stream<? extends T>> opener, boolean reopenable) {
            this.opener = opener;
            this.uses = new SourceUse(reopenable);
        }

        @Override
        public boolean isReopenable() {
            return uses.repeatable();
        }

        /**
         * Opens the records. For internal use.
         *
         * @return a stream; the caller closes it
         * @throws IllegalStateException if this is a one-shot source that was used before
         */
        public Stream<? extends T> open() {
            uses.next();
            return opener.get();
        }
    }
}
