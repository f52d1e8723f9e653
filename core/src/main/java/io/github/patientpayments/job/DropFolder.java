package io.github.patientpayments.job;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Syncs the pairs of files that another system puts into a folder, oldest export first:
 *
 * <pre>{@code
 * DropFolder folder = DropFolder.builder(store, Path.of("/srv/exports")).build();
 * folder.run(); // call it from your scheduler
 * }</pre>
 *
 * <p>{@code patients-2026-09-01T0200.json} and {@code payments-2026-09-01T0200.json.gz} are a pair: what the names have
 * in common is its key, and here also the time of the export. Each pair is a {@link Snapshot}. Both files are moved
 * into a subfolder, with a report beside them, {@code 2026-09-01T0200.txt}, which has counts and reasons but no data of
 * a person:
 *
 * <ul>
 *   <li>{@code done}: applied, or there was nothing to change;
 *   <li>{@code held}: refused by the store's guard, so a person has to decide. To apply it after all, move both files
 *       back and lift the reason with {@link Builder#options}, or sync them by other means;
 *   <li>{@code refused}: no valid snapshot, a name without a time, or settings of the job that do not fit it, such as a
 *       mapping without a part for payments.
 * </ul>
 *
 * <p>A file without its partner waits. So does a pair of which a file was modified in the last seconds
 * ({@link Builder#quiet}; looked at again just before its sync), and whatever has another name, such as
 * {@code patients-1.json.part}. The best that a sender can do is to rename a file when it is complete.
 *
 * <p><b>A process that is killed at any moment</b> loses no pair and applies none in part: a pair is moved into
 * {@code working} before it is synced, with a journal that the next {@link #run()} continues. If the sync was
 * committed, the run log shows it by the id in the journal ({@link SyncOptions#asAttempt}); if not, it begins again. A
 * pair that changed nothing is synced a second time if its run was taken out of the log meanwhile, as is possible after
 * a day.
 *
 * <p><b>Any number of jobs</b>, also on several machines, may use one folder, if its file system has locks: while one
 * is at work, the others return at once. All subfolders have to be on one file system.
 *
 * <p>Immutable and thread-safe.
 */
public final class DropFolder {

    private final FolderJob job;

    private DropFolder(Builder builder) {
        this.job = new FolderJob(
                builder.store,
                new JobFiles(builder.folder),
                new PairNames(builder.patients, builder.payments),
                new PairSync(builder),
                builder.clock,
                builder.quiet);
    }

    /**
     * Starts building a job.
     *
     * @param store the store to sync; already migrated
     * @param folder the folder; has to exist
     * @return a new builder
     */
    public static Builder builder(PatientPaymentStore store, Path folder) {
        return new Builder(store, folder);
    }

    /**
     * Syncs all complete pairs, oldest export first, and first what an earlier process left unfinished. Returns at once
     * if another job is at work on the folder.
     *
     * <p>A failure ends the call. If it comes after the first result, the results before it are returned, since no
     * later call returns them. The next call begins with the pair that failed, and throws if that fails again.
     *
     * @return what became of each pair, in that order, up to a failure; empty if there was nothing to do, or another
     *     job is at work
     * @throws StoreException if a sync fails before there is a result, for another reason than its input: the store is
     *     busy or unavailable, a file is unreadable. The pair stays in {@code working} for the next call, and newer
     *     pairs wait with it. Call again later if {@link StoreException#isRetryable()}
     * @throws UncheckedIOException if the folder is missing, or a file can't be moved before there is a result; the
     *     next call continues
     */
    public List<Result> run() {
        return job.run();
    }

    /**
     * What became of a pair.
     *
     * @param key what the names of the files have in common
     * @param outcome where the files are now
     * @param run the run in the run log; empty if the files are {@code refused}, or if an earlier process synced them,
     *     was killed before it had moved them, and the run is not in the log any more
     * @param report the file with the report
     */
    public record Result(String key, Outcome outcome, Optional<SyncRun> run, Path report) {}

    /** Where the files of a pair are moved. */
    public enum Outcome {
        /** Into {@code done}: applied, or there was nothing to change. */
        DONE,

        /** Into {@code held}: refused by the store's guard. */
        HELD,

        /** Into {@code refused}: no valid snapshot, a name without a time, or settings that do not fit the pair. */
        REFUSED
    }

    /** Builds a {@link DropFolder}. Not thread-safe. */
    public static final class Builder {

        private final PatientPaymentStore store;
        private final Path folder;
        private String patients = "patients-{key}.json";
        private String payments = "payments-{key}.json";
        private Duration quiet = Duration.ofSeconds(10);
        private Clock clock = Clock.systemUTC();
        ZoneId zone = ZoneOffset.UTC;

        @Nullable
        Function<String, Instant> exportedAt;

        @Nullable
        CsvFormat csv;

        @Nullable
        Mapping mapping;

        SyncOptions options = SyncOptions.defaults();
        BiConsumer<String, Snapshot.Builder> input = (key, snapshot) -> {};

        private Builder(PatientPaymentStore store, Path folder) {
            this.store = Objects.requireNonNull(store, "store");
            this.folder = Objects.requireNonNull(folder, "folder");
        }

        /**
         * Sets the names of the files. Each may also end with {@code .gz} or {@code .zip}; what is in a file is
         * recognized by its content. Defaults to {@code patients-{key}.json} and {@code payments-{key}.json}.
         *
         * @param patientsName the name of the file of patients, with <code>{key}</code> once
         * @param paymentsName the name of the file of payments, with <code>{key}</code> once
         * @return this builder
         * @throws IllegalArgumentException if a name lacks the key, has it twice, has a separator of folders, is that
         *     of a report, <code>{key}.txt</code>, ends with {@code .journal} or {@code .tmp}, or both are equal
         */
        public Builder names(String patientsName, String paymentsName) {
            PairNames.check(patientsName, paymentsName);
            this.patients = patientsName;
            this.payments = paymentsName;
            return this;
        }

        /**
         * Sets how the time of the export is derived from the key. Defaults to the key itself: a date and time like
         * {@code 2026-09-01T0200}, {@code 2026-09-01T02:00:30}, {@code 20260901-020030} or {@code 2026-09-01}, in the
         * {@linkplain #zone zone} of the job, or with {@code Z} at its end in UTC. The time of the file is never used:
         * a copy of an old file looks new.
         *
         * @param value returns the time for a key; if it throws an {@link IllegalArgumentException} or
         *     {@link java.time.DateTimeException}, or returns null, the pair is refused
         * @return this builder
         */
        public Builder exportedAt(Function<String, Instant> value) {
            this.exportedAt = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the zone of the times in the names. Defaults to UTC.
         *
         * @param value the zone of the sender
         * @return this builder
         */
        public Builder zone(ZoneId value) {
            this.zone = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Reads the files as CSV; mostly with {@link #names} that end with {@code .csv}. Defaults to JSON.
         *
         * @param format the format of the files
         * @return this builder
         */
        public Builder csv(CsvFormat format) {
            this.csv = Objects.requireNonNull(format, "format");
            return this;
        }

        /**
         * Sets the mapping of both files. Defaults to none: the fields have their own names.
         *
         * @param value the mapping, with a part for patients and one for payments
         * @return this builder
         */
        public Builder mapping(Mapping value) {
            this.mapping = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the options of each sync, apart from the id of its attempt, which the job gives. Defaults to
         * {@link SyncOptions#defaults()}.
         *
         * @param value the options
         * @return this builder
         */
        public Builder options(SyncOptions value) {
            this.options = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Completes each snapshot before it is built, for instance with control totals or
         * {@link Snapshot.Builder#acceptUnterminated()}. Defaults to adding nothing.
         *
         * @param value receives the key and a builder that already has both sources and the time; if it throws an
         *     {@link IllegalArgumentException} or {@link java.time.DateTimeException}, the pair is refused
         * @return this builder
         */
        public Builder input(BiConsumer<String, Snapshot.Builder> value) {
            this.input = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets for how long a file must not have been modified, as its file system says: a sender that is still writing
         * has not finished it. Defaults to 10 seconds.
         *
         * @param value 0 to 1 day
         * @return this builder
         * @throws IllegalArgumentException outside this range
         */
        public Builder quiet(Duration value) {
            if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("The quiet time must be between 0 and 1 day, not " + value);
            }
            this.quiet = value;
            return this;
        }

        /**
         * Sets the clock by which files are quiet. Defaults to the system clock.
         *
         * @param value the clock; its zone is not used
         * @return this builder
         */
        public Builder clock(Clock value) {
            this.clock = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Builds the job. Touches neither the folder nor the database.
         *
         * @return the job
         */
        public DropFolder build() {
            return new DropFolder(this);
        }
    }
}
