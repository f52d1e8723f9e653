package io.github.patientpayments;

import io.github.patientpayments.history.History;
import io.github.patientpayments.internal.DefaultPatientPaymentStore;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.RejectionCount;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a mirror of another system's patients and payments in one schema of your database.
 *
 * <p>{@code sync} makes the store equal a snapshot, or changes nothing. The other methods query what is stored:
 *
 * <pre>{@code
 * PatientPaymentStore store = PatientPaymentStore.builder(dataSource).build();
 * store.migrate();
 * SyncReport report = store.sync(Snapshot.builder()
 *         .patients(Source.json(Path.of("patients.json")))
 *         .payments(Source.json(Path.of("payments.json.gz")))
 *         .build());
 * Optional<Patient> roy = store.patient("8");
 * }</pre>
 *
 * <p>A store is thread-safe, cheap, and owns neither a thread nor a connection: each call takes one connection from the
 * {@link DataSource} ({@link #migrate()} takes two) and returns it as it was. There is nothing to close. Several
 * stores, in one process or in many, may share a schema: one of them writes at a time.
 *
 * <p>Every method that reaches the database throws {@link StoreUnavailableException} if the database cannot be reached
 * or does not carry out a statement (or is a replica that does not have the requested run yet), and
 * {@link SchemaMismatchException} if the schema is not the one that this version needs. A writing method owns its
 * transaction: if the connection already has an open transaction, the method throws {@link IllegalStateException}
 * before any change.
 */
public interface PatientPaymentStore extends Mirror {

    /**
     * Starts building a store over a data source.
     *
     * @param dataSource the plain data source, not one that hands out the connection of a running transaction
     * @return a new builder
     */
    static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Creates the store's schema and tables, or migrates them to this version. Idempotent, and safe to call from many
     * instances at once. Needs Flyway on the class path, the privilege to create a schema (or an empty schema that the
     * role owns), and two connections at once.
     *
     * @throws SchemaMismatchException if Flyway is missing (the message names the dependency), or if the schema is
     *     newer than this version or has tables that are not the store's
     * @throws IllegalStateException if the connection has an open transaction
     */
    void migrate();

    /**
     * Writes the DDL of the store's schema for the database of the data source, for hosts that migrate by other means.
     * The script starts from nothing and creates the schema too. It has a part for each version of the schema; an older
     * schema is brought up to date by the parts after its version. For PostgreSQL it contains functions, whose bodies
     * are dollar-quoted. Changes nothing.
     *
     * @param out where the script is written; the caller flushes and closes it
     * @throws java.io.UncheckedIOException if {@code out} fails
     */
    void printSchema(Appendable out);

    /**
     * Makes the store equal the snapshot, or applies the delta, in one transaction; or changes nothing. Patients,
     * payments and totals become visible together. A record that is present but invalid is rejected and keeps its last
     * good version; a snapshot that would do too much harm is refused. The same input a second time changes nothing.
     *
     * <p>Reads the sources in the calling thread while it holds the store's lock. Content that was applied before is
     * recognized without the lock, if it can be read again and has the same order.
     *
     * <p>If the thread is interrupted, the sync ends at its next read of a source, with nothing changed, and the thread
     * stays interrupted. While it waits for the lock or for a statement, an interruption is not noticed; only H2 ends
     * the wait. After the last read, the sync is completed.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @param options options for this sync
     * @return what the sync did
     * @throws SnapshotRefusedException if the store's guard refuses the input; the refused run is logged
     * @throws InvalidSnapshotException if the input is malformed, truncated or over a limit
     * @throws SnapshotUnreadableException if a source fails, the input deadline passes, or the thread is interrupted
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     * @throws OutcomeUnknownException if the connection is lost during the commit
     * @throws ErasureKeyException if patients were erased and the store was built without one of their keys
     * @throws IllegalStateException if a one-shot source was used before, or the connection has an open transaction
     */
    SyncReport sync(SyncInput input, SyncOptions options);

    /**
     * Calls {@link #sync(SyncInput, SyncOptions)} with {@link SyncOptions#defaults()}.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @return what the sync did
     */
    default SyncReport sync(SyncInput input) {
        return sync(input, SyncOptions.defaults());
    }

    /**
     * Returns what {@link #sync(SyncInput, SyncOptions)} would do: does the same work under the same lock and rolls it
     * back. Nothing is written, not even to the run log. A refusal is reported, not thrown; everything else is thrown
     * as {@code sync} throws it. A preview takes as long as that sync, and on PostgreSQL it leaves as many dead rows as
     * that sync would.
     *
     * @param input a {@link Snapshot} or a {@link Delta}; to apply it afterwards, its sources must be new or able to be
     *     opened again
     * @param options the options of that sync
     * @param changes how many changes to return, field by field: the first ones, 0 to {@value Preview#MAX_CHANGES}
     * @return what would happen, and on which base
     * @throws IllegalArgumentException if {@code changes} is outside this range
     */
    Preview preview(SyncInput input, SyncOptions options, int changes);

    /**
     * Calls {@link #preview(SyncInput, SyncOptions, int)} with {@link SyncOptions#defaults()}.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @param changes how many changes to return, 0 to {@value Preview#MAX_CHANGES}
     * @return what would happen, and on which base
     */
    default Preview preview(SyncInput input, int changes) {
        return preview(input, SyncOptions.defaults(), changes);
    }

    /**
     * Calls {@link #preview(SyncInput, int)} for the first 100 changes.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @return what would happen, and on which base
     */
    default Preview preview(SyncInput input) {
        return preview(input, 100);
    }

    /**
     * Makes the mirror what it was as of an earlier run, as a run of its own: undoes what was sent by mistake since.
     * Records that were deleted since return, records that were changed get their former content, and records that were
     * new are deleted. They keep their ids and creation times, and history and change feed show the revert like any
     * other run. Patients that were erased since stay erased, and so do their payments. The next snapshot decides
     * again.
     *
     * <p>The guard's limits do not apply, since the result was the mirror before. Of the options,
     * {@link SyncOptions#onBase} and {@link SyncOptions#withholdDeletions} apply. The export times stay, so a snapshot
     * that is older than one applied since is still refused as
     * {@link io.github.patientpayments.sync.Refusal.Reason#STALE stale}.
     *
     * @param run the number of the last run that is not undone; 0 for the empty mirror before the first
     * @param options options for this revert
     * @return what the revert did
     * @throws IllegalArgumentException if there is no such run
     * @throws HistoryPurgedException if the history of that run was purged
     * @throws SnapshotRefusedException if the mirror has changed since {@link SyncOptions#onBase}
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     * @throws OutcomeUnknownException if the connection is lost during the commit
     */
    SyncReport revertTo(long run, SyncOptions options);

    /**
     * Calls {@link #revertTo(long, SyncOptions)} with {@link SyncOptions#defaults()}.
     *
     * @param run the number of the last run that is not undone
     * @return what the revert did
     */
    default SyncReport revertTo(long run) {
        return revertTo(run, SyncOptions.defaults());
    }

    /**
     * Returns what {@link #revertTo(long, SyncOptions)} would do, as {@link #preview(SyncInput, SyncOptions, int)} does
     * for a sync.
     *
     * @param run the number of the last run that is not undone
     * @param options the options of that revert
     * @param changes how many changes to return, field by field: the first ones, 0 to {@value Preview#MAX_CHANGES}
     * @return what would happen, and on which base
     * @throws IllegalArgumentException if there is no such run, or if {@code changes} is outside this range
     * @throws HistoryPurgedException if the history of that run was purged
     */
    Preview previewRevert(long run, SyncOptions options, int changes);

    /**
     * Calls {@link #previewRevert(long, SyncOptions, int)} with {@link SyncOptions#defaults()} for the first 100
     * changes.
     *
     * @param run the number of the last run that is not undone
     * @return what would happen, and on which base
     */
    default Preview previewRevert(long run) {
        return previewRevert(run, SyncOptions.defaults(), 100);
    }

    /**
     * Returns the last successful sync of each type of record, for health checks and alerts. Takes two small queries,
     * however long the run log is.
     *
     * @return the last syncs that were not refused; empty before the first
     */
    LastSync lastSync();

    /**
     * Returns the last runs. The log is not complete for ever: of the syncs of an hour that changed nothing and differ
     * in nothing but their time and how much they have read, only the last stays in it, with its rejections, once they
     * are a day old. One whose stored rejections are not those of the next stays as well. So a sync every few seconds
     * does not bury the runs that changed something, and the log of a nightly sync is complete. The numbers of the
     * other runs stay.
     *
     * @param limit the greatest number of runs to return, 1 to {@value PageRequest#MAX_LIMIT}
     * @return the runs, newest first
     * @throws IllegalArgumentException if the limit is outside this range
     */
    List<SyncRun> syncRuns(int limit);

    /**
     * Returns the last runs before a run. With the smallest number of what was read before, reads the whole log.
     *
     * @param before the number of a run, which need not be in the log
     * @param limit the greatest number of runs to return, 1 to {@value PageRequest#MAX_LIMIT}
     * @return the runs with smaller numbers, newest first
     * @throws IllegalArgumentException if the limit is outside this range
     */
    List<SyncRun> syncRuns(long before, int limit);

    /**
     * Returns the last run up to a time: the one that left the mirror as {@code asOf} the time.
     *
     * @param time the time
     * @return the last run in the {@linkplain #syncRuns log} whose time is not later; empty before the first
     */
    Optional<SyncRun> syncRunAt(Instant time);

    /**
     * Returns the run that an attempt became. If there is none yet, waits for the active writer, which may be that
     * attempt, so that the answer is final.
     *
     * @param attempt the UUID of an attempt
     * @return empty if that attempt was not applied and never will be; also if it was unchanged, is older than a day,
     *     and was taken out of the {@linkplain #syncRuns log}
     * @throws StoreBusyException if there is none yet and a writer holds the lock for longer than the lock timeout
     */
    Optional<SyncRun> syncRun(UUID attempt);

    /**
     * Returns a run by its number. Unlike {@link #syncRun(UUID)}, never waits.
     *
     * @param run the number of a run
     * @return empty if there is no such run yet, or if it was taken out of the {@linkplain #syncRuns log}
     */
    Optional<SyncRun> syncRun(long run);

    /**
     * Sets the note of a run of any kind, in place of an earlier one: who has decided on it, and why. For a sync or a
     * revert, {@link SyncOptions#withNote} does the same in its own transaction.
     *
     * @param run the number of a run
     * @param note as in {@link SyncOptions#withNote}
     * @return false if there is no such run, or not in the {@linkplain #syncRuns log} any more
     * @throws IllegalArgumentException if a note can't have this text
     * @throws IllegalStateException if the connection arrives with an open transaction
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     */
    boolean annotate(long run, String note);

    /**
     * Returns a page of the stored rejections of a run.
     *
     * @param run the number of a run
     * @param request which page; the order is that of the input, patients first
     * @return the page; empty if the run has none
     * @throws IllegalArgumentException if the cursor is malformed or belongs to another run
     * @throws StoreUnavailableException if the database does not have this run yet; retryable
     * @throws HistoryPurgedException if the rejections were purged, or the run was taken out of the
     *     {@linkplain #syncRuns log}
     */
    Page<Rejection> rejections(long run, PageRequest<Void> request);

    /**
     * Counts the stored rejections of a run by their faults. A rejection with several faults counts for each of them.
     *
     * @param run the number of a run
     * @return the counts, the largest first; empty if the run has no rejections
     * @throws StoreUnavailableException if the database does not have this run yet; retryable
     * @throws HistoryPurgedException if the rejections were purged
     */
    List<RejectionCount> rejectionCounts(long run);

    /**
     * Returns what the store says about itself: the version of its schema, how many patients are suppressed, and how
     * far back the history reaches.
     *
     * @return the status; as cheap to get as a record
     */
    StoreStatus status();

    /**
     * Returns what the mirror was at earlier times, and what has changed in it. Does not touch the database.
     *
     * @return the history; as thread-safe as the store
     */
    History history();

    /**
     * Deletes what ended before a time: superseded versions, stored rejections, and the tombstones of deleted records.
     * The run log keeps its runs. From then on, queries that reach back before that time throw
     * {@link HistoryPurgedException}. A record whose tombstone was purged returns as a new record, with a new id. A
     * purge is a run of its own, in one transaction.
     *
     * @param before the time; what was valid then or later is kept
     * @return what was deleted
     * @throws IllegalArgumentException if the time is in the future
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     */
    PurgeReport purge(Instant before);

    /**
     * Erases a patient, live or deleted, together with the payments, all their versions, and the rejections that name
     * them. Only a keyed hash of the id remains, by which the patient is recognized if a snapshot brings it back: from
     * now on its records, and payments that name it, are suppressed. An erasure is a run of its own, also for an
     * unknown id.
     *
     * <p>If the other system has merged the patient with another one, or does so later, the payments come back under
     * the other id, and are stored as that patient's. Erase that id too.
     *
     * @param externalId the patient's id in the other system, compared exactly
     * @return what was deleted
     * @throws ErasureKeyException if the store was built without {@link Builder#erasureKey}, or without a key that
     *     other patients were erased with
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     */
    ErasureReport erase(String externalId);

    /**
     * Lifts the suppression of an erased patient, not the erasure: the next snapshot brings the patient back as a new
     * one. An unsuppression is a run of its own, if the patient was erased.
     *
     * @param externalId the patient's id in the other system, compared exactly
     * @return whether the patient was erased
     * @throws ErasureKeyException if the store was built without {@link Builder#erasureKey}, or without a key that
     *     other patients were erased with
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     */
    boolean unsuppress(String externalId);

    /**
     * Returns the totals of the live payments that were erased with their patients. Two readings around an erasure
     * reveal what that patient had paid.
     *
     * @return all zero unless the store was built with {@link Builder#keepErasedTotals()}
     */
    ErasedTotals erasedTotals();

    /**
     * Recomputes what follows from other rows (totals, times, history, counts of runs, counters, search keys) and
     * reports every deviation. Changes nothing, takes no lock, and may run during a sync; each check sees one committed
     * state (except on H2 at READ UNCOMMITTED, which shows a half-done sync). Reads the whole store.
     *
     * <p>What follows from nothing else can't be found:
     *
     * <ul>
     *   <li>ids, content and hashes of live records, except through totals and search keys: a snapshot that is compared
     *       in full ({@link io.github.patientpayments.sync.SyncOptions#compareInFull()}) finds and mends them. Content
     *       of versions between two changes;
     *   <li>attempts, notes, durations, reasons of refusals, export times before the last; how many records a run
     *       retained or withheld; stored rejections that are missing, and their ids and faults;
     *   <li>which mark of a cascaded payment was cleared, and which of the last runs without an effect cleared marks;
     *   <li>fingerprints and hashes of the right form, and the amount of the erased totals. A lost hash is found unless
     *       as many patients were unsuppressed; another check value of the key is reported by the next writer;
     *   <li>what the runs up to the last erasure or purge counted, if it is more than what is left of them.
     * </ul>
     *
     * @return every deviation, by kind and internal id
     * @throws SchemaMismatchException if the lock row is missing or has another schema version
     */
    IntegrityReport verifyIntegrity();

    /**
     * Builds a {@link PatientPaymentStore}. Not thread-safe.
     *
     * <pre>{@code
     * PatientPaymentStore store = PatientPaymentStore.builder(dataSource)
     *         .schema("clinic_mirror")
     *         .zone(ZoneId.of("America/Bogota"))
     *         .lockTimeout(Duration.ofMinutes(2))
     *         .inputDeadline(Duration.ofMinutes(15))
     *         .build();
     * }</pre>
     */
    final class Builder {

        /** How many keys can be given in addition to the one for new erasures: each costs a hash for every record. */
        private static final int MAX_FORMER_KEYS = 9;

        private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");

        private final DataSource dataSource;
        private String schema = "patient_payments";
        private Clock clock = Clock.systemUTC();
        private ZoneId zone = ZoneOffset.UTC;
        private Duration lockTimeout = Duration.ofSeconds(30);
        private @Nullable Duration inputDeadline;
        private int maxStoredRejections = 10_000;
        private int maxRecordsInMemory = 1_500_000;
        private Guard guard = Guard.defaults();
        private List<SecretKey> erasureKeys = List.of();
        private boolean keepErasedTotals;
        private @Nullable SyncListener listener;

        private Builder(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        }

        /**
         * Sets the name of the store's schema. A schema mirrors one other system and belongs to the store alone. A word
         * that SQL reserves, such as {@code user}, is only detected by the database. Defaults to
         * {@code patient_payments}.
         *
         * @param name a lower-case letter, then lower-case letters, digits and underscores, 63 characters at most, not
         *     beginning with {@code pg_}
         * @return this builder
         * @throws IllegalArgumentException for any other name
         */
        public Builder schema(String name) {
            if (!SCHEMA.matcher(name).matches() || name.startsWith("pg_")) {
                throw new IllegalArgumentException(
                        "Invalid schema name \"" + name + "\": use at most 63 lower-case letters,"
                                + " digits and underscores, beginning with a letter and not with pg_");
            }
            this.schema = name;
            return this;
        }

        /**
         * Sets the clock that gives the time of a run. The time of a run is always later than that of the run before,
         * even if the clock is not. A clock more than a day ahead of the database's makes every writer throw a
         * {@link StoreUnavailableException}. Defaults to the system clock.
         *
         * @param value the clock; its zone is not used
         * @return this builder
         */
        public Builder clock(Clock value) {
            this.clock = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the time zone that decides which day is today when a date of birth is checked not to be in the future.
         * Defaults to UTC.
         *
         * @param value the other system's zone
         * @return this builder
         */
        public Builder zone(ZoneId value) {
            this.zone = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how long a writer waits for another writer before it throws {@link StoreBusyException}. Defaults to 30
         * seconds.
         *
         * @param value 1 millisecond to 1 day
         * @return this builder
         * @throws IllegalArgumentException outside this range
         */
        public Builder lockTimeout(Duration value) {
            this.lockTimeout = upToADay(value, "lock timeout");
            return this;
        }

        /**
         * Limits how long a sync may read its sources before it throws {@link SnapshotUnreadableException}, since a
         * slow stream is read while the store's lock is held. What is done between the two sets does not count. The
         * pre-read for the fingerprint has its own deadline, and so has the first reading of a set that is read again.
         * Checked between records and after each read of a stream; it cannot interrupt a read that blocks, so set a
         * timeout on the stream. Defaults to no limit.
         *
         * @param value 1 millisecond to 1 day
         * @return this builder
         * @throws IllegalArgumentException outside this range
         */
        public Builder inputDeadline(Duration value) {
            this.inputDeadline = upToADay(value, "input deadline");
            return this;
        }

        /**
         * Limits how many rejections of a run, applied or refused, are stored: the first ones; the counts stay exact.
         * Otherwise a snapshot in which everything is wrong would be stored a second time. Those of a refused run are
         * in memory for a moment, at less than a kilobyte each. Defaults to 10,000.
         *
         * @param value 0 to 1,000,000
         * @return this builder
         * @throws IllegalArgumentException outside this range
         */
        public Builder maxStoredRejections(int value) {
            if (value < 0 || value > 1_000_000) {
                throw new IllegalArgumentException(
                        "The number of stored rejections must be between 0 and 1,000,000, not " + value);
            }
            this.maxStoredRejections = value;
            return this;
        }

        /**
         * Limits how many live records of a type a sync of a full set knows by their hashes, at 27 bytes each. Elements
         * that equal a known record are not even sent to the database, so a night in which little changes takes little
         * more than reading the input. A first load that writes the records of files as it reads them knows the
         * patients in the same way: two thirds of this number, and two fifths with their totals. The records of a
         * larger mirror are all compared in the database, whose memory is limited by its own settings. Defaults to
         * 1,500,000, which takes 40 MB while a sync is running.
         *
         * @param value 0, to compare all records in the database, to 50,000,000
         * @return this builder
         * @throws IllegalArgumentException outside this range
         */
        public Builder maxRecordsInMemory(int value) {
            if (value < 0 || value > 50_000_000) {
                throw new IllegalArgumentException(
                        "The number of records in memory must be between 0 and 50,000,000, not " + value);
            }
            this.maxRecordsInMemory = value;
            return this;
        }

        /**
         * Sets what the store refuses. Defaults to {@link Guard#defaults()}.
         *
         * @param value the guard; a single sync can lift parts of it
         * @return this builder
         */
        public Builder guard(Guard value) {
            this.guard = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the key of the hashes that remain of erased patients. The key belongs to the host and is never stored:
         * without it nobody can find out who was erased. Keep it as long as the store.
         *
         * <p>To change the key, pass the new one first and the former ones after it: patients are erased with the
         * first, and recognized by all of them. A former key can be left out when nobody is suppressed by it any more:
         * a patient who is erased again moves to the first key. Defaults to none, so that nobody can be erased.
         *
         * @param secret the key for new erasures, at least 32 bytes; copied
         * @param former the keys that were used before, at most 9, in any order; copied
         * @return this builder
         * @throws IllegalArgumentException if a key is shorter, or there are more
         */
        public Builder erasureKey(byte[] secret, byte[]... former) {
            if (former.length > MAX_FORMER_KEYS) {
                throw new IllegalArgumentException("A store recognizes erased patients by at most " + MAX_FORMER_KEYS
                        + " former keys, not " + former.length);
            }
            this.erasureKeys = Stream.concat(Stream.of(secret), Arrays.stream(former))
                    .map(Builder::erasureKeyOf)
                    .distinct()
                    .toList();
            return this;
        }

        private static SecretKey erasureKeyOf(byte[] secret) {
            if (secret.length < 32) {
                throw new IllegalArgumentException("An erasure key must have at least 32 bytes, not " + secret.length);
            }
            return new SecretKeySpec(secret, "HmacSHA256");
        }

        /**
         * Adds the live payments of each erased patient to {@link PatientPaymentStore#erasedTotals()}, so that the
         * books still balance. It is one sum over all erased patients; only readings before and after an erasure reveal
         * what that patient had paid. Defaults to not kept.
         *
         * @return this builder
         */
        public Builder keepErasedTotals() {
            this.keepErasedTotals = true;
            return this;
        }

        /**
         * Sets a listener that is notified of the progress and the end of each sync. Defaults to none.
         *
         * @param value the listener; called in the thread that syncs
         * @return this builder
         */
        public Builder listener(SyncListener value) {
            this.listener = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Builds the store. Does not touch the database.
         *
         * @return the store
         * @throws IllegalStateException if jOOQ or Jackson is too old: see docs/compatibility.md
         */
        public PatientPaymentStore build() {
            return DefaultPatientPaymentStore.over(
                    dataSource,
                    schema,
                    lockTimeout,
                    new StoreOptions(
                            clock,
                            zone,
                            inputDeadline,
                            maxStoredRejections,
                            maxRecordsInMemory,
                            guard,
                            erasureKeys,
                            keepErasedTotals,
                            listener));
        }

        private static Duration upToADay(Duration value, String what) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(
                        "The " + what + " must be between 1 millisecond and 1 day, not " + value);
            }
            return value;
        }
    }
}
