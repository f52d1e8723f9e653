package io.github.patientpayments;

import io.github.patientpayments.history.History;
import io.github.patientpayments.internal.DefaultPatientPaymentStore;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Rejection;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A faithful mirror of one external system's patients and payments, in one schema of the host's database.
 *
 * <p>{@code sync} makes the store equal a snapshot, or changes nothing. The other methods answer questions about
 * what is stored.
 *
 * <p>A store is thread-safe, cheap, and owns neither a thread nor a connection: it takes one connection from the host's
 * {@link DataSource} for a call ({@link #migrate()} takes two) and gives it back as it was. There is nothing to close.
 * Several stores, in one process or in many, may share a schema: one of them writes at a time.
 *
 * <p>Every method that reaches the database throws {@link StoreUnavailableException} if it can't be reached or does
 * not carry out a statement, and {@link SchemaMismatchException} if the schema is not the one that this version
 * needs. A writing method owns its transaction: if the connection arrives with one open it throws {@link
 * IllegalStateException} before any change. Later versions may add methods: don't implement it, but for a test.
 */
public interface PatientPaymentStore extends Mirror {

    /**
     * Starts a store over a data source.
     *
     * @param dataSource the plain data source, not one that hands out the connection of a running transaction
     * @return a new builder
     */
    static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Creates the store's schema and tables, or brings them to this version. Idempotent, and safe to call from many
     * instances at once. Needs Flyway on the class path, the right to create a schema (or an empty one that the role
     * owns), and two connections at once.
     *
     * @throws SchemaMismatchException without Flyway (the message names the dependency), or with a schema that is newer
     *     than this version
     */
    void migrate();

    /**
     * Writes the DDL of the store's schema, for the database behind the data source, for hosts that migrate by other
     * means. The script starts from nothing and creates the schema too. Changes nothing.
     *
     * @param out where to; flushed and closed by the caller
     * @throws java.io.UncheckedIOException if {@code out} fails
     */
    void printSchema(Appendable out);

    /**
     * Makes the mirror equal the snapshot, or what a delta makes of it, in one transaction, or changes nothing. Patients,
     * payments and totals switch together. A record that is present but invalid is rejected and keeps its last good
     * version; a snapshot that would do too much harm is refused. Reads the sources in the calling thread while it holds
     * the store's lock; content that was applied before is recognised without it, if it can be read again.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @param options what is to be otherwise this time
     * @return what happened
     * @throws SnapshotRefusedException if the store's guard holds it back; the refused run is logged
     * @throws InvalidSnapshotException if the input is malformed, cut or over a limit
     * @throws SnapshotUnreadableException if a source fails or the input deadline passes
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     * @throws OutcomeUnknownException if the connection is lost during the commit
     * @throws ErasureKeyException if patients were erased and the store was built without their key
     * @throws IllegalStateException if a one-shot source was used before, or the connection arrives with an open
     *     transaction
     */
    SyncReport sync(SyncInput input, SyncOptions options);

    /**
     * {@link #sync(SyncInput, SyncOptions)} with {@link SyncOptions#defaults()}.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @return what happened
     */
    default SyncReport sync(SyncInput input) {
        return sync(input, SyncOptions.defaults());
    }

    /**
     * Returns what {@link #sync(SyncInput, SyncOptions)} would do: the same work under the same lock, rolled back. Nothing
     * is written, not even to the run log. A refusal is reported and not thrown; everything else is thrown as {@code sync}
     * throws it. It takes as long as that sync, and on PostgreSQL it leaves as many dead rows as that sync would have
     * written.
     *
     * @param input a {@link Snapshot} or a {@link Delta}; to be applied afterwards, its sources must be new or able to be
     *     opened again
     * @param options the options of that sync
     * @param changes how many changes to return, field by field: the first ones, 0 to {@value Preview#MAX_CHANGES}
     * @return what would happen, and on which base
     * @throws IllegalArgumentException if the number is outside this range
     */
    Preview preview(SyncInput input, SyncOptions options, int changes);

    /**
     * Returns {@link #preview(SyncInput, SyncOptions, int)} with {@link SyncOptions#defaults()}.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @param changes how many changes to return, 0 to {@value Preview#MAX_CHANGES}
     * @return what would happen, and on which base
     */
    default Preview preview(SyncInput input, int changes) {
        return preview(input, SyncOptions.defaults(), changes);
    }

    /**
     * Returns {@link #preview(SyncInput, int)} with the first 100 changes.
     *
     * @param input a {@link Snapshot} or a {@link Delta}
     * @return what would happen, and on which base
     */
    default Preview preview(SyncInput input) {
        return preview(input, 100);
    }

    /**
     * The last runs.
     *
     * @param limit how many at the most, 1 to {@value PageRequest#MAX_LIMIT}
     * @return the newest first
     * @throws IllegalArgumentException if the limit is outside this range
     */
    List<SyncRun> syncRuns(int limit);

    /**
     * The run that an attempt became. If there is none yet, waits for the writer that is at work, who may be that
     * attempt: so the answer is final.
     *
     * @param attempt the UUID of an attempt
     * @return empty if that attempt was not applied and never will be
     * @throws StoreBusyException if there is none yet and a writer holds the lock for longer than the lock timeout
     */
    Optional<SyncRun> syncRun(UUID attempt);

    /**
     * The stored rejections of a run.
     *
     * @param run the number of a run
     * @param request which page; the order is that of the input, patients first
     * @return the page; empty for an unknown run
     * @throws IllegalArgumentException if the cursor is none, or belongs to another run
     * @throws HistoryPurgedException if they were purged
     */
    Page<Rejection> rejections(long run, PageRequest<Void> request);

    /**
     * What the mirror was, and what has changed in it. Does not touch the database.
     *
     * @return the history; as thread-safe as the store
     */
    History history();

    /**
     * Takes away what ended before a time: superseded versions, stored rejections, and the tombstones of records that
     * were deleted. The run log keeps its runs. From then on, questions that reach back before that time throw {@link
     * HistoryPurgedException}. A record whose tombstone is gone returns as a new one, with a new id. A run of its own,
     * in one transaction.
     *
     * @param before what was valid at this time is kept, and everything after it
     * @return what was taken away
     * @throws IllegalArgumentException if the time lies in the future
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     */
    PurgeReport purge(Instant before);

    /**
     * Erases a patient: the patient, the payments, their versions, and rejections that name them, live or deleted. What
     * remains is a keyed hash of the id, by which the patient is known if a snapshot brings it back: from now on its
     * records, and payments that name it, are suppressed. A run of its own, also for an unknown id.
     *
     * @param externalId the patient's id in the external system, to the letter
     * @return what was taken away
     * @throws ErasureKeyException if the store was built without {@link Builder#erasureKey(byte[])}, or with another
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     */
    ErasureReport erase(String externalId);

    /**
     * Undoes the suppression of an erased patient, not the erasure: the next snapshot brings the patient back as a new
     * one. A run of its own, if the patient was erased.
     *
     * @param externalId the patient's id in the external system, to the letter
     * @return whether it was erased
     * @throws ErasureKeyException if the store was built without {@link Builder#erasureKey(byte[])}, or with another
     * @throws StoreBusyException if another writer holds the lock for longer than the lock timeout
     */
    boolean unsuppress(String externalId);

    /**
     * The live money of everybody who was erased.
     *
     * @return all zero unless the store was built with {@link Builder#keepErasedTotals()}
     */
    ErasedTotals erasedTotals();

    /**
     * Recomputes what the store keeps beside the records (totals, intervals of history, marks, counters, tombstones)
     * and compares. Changes nothing, takes no lock, and may run beside a sync; each check sees one committed
     * state (but on H2 at READ UNCOMMITTED, which shows a sync half done). Reads all of the store.
     *
     * @return every deviation, by kind and internal id
     */
    IntegrityReport verifyIntegrity();

    /** Builds a {@link PatientPaymentStore}. Not thread-safe. */
    final class Builder {

        private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,62}");

        private final DataSource dataSource;
        private String schema = "patient_payments";
        private Clock clock = Clock.systemUTC();
        private ZoneId zone = ZoneOffset.UTC;
        private Duration lockTimeout = Duration.ofSeconds(30);
        private @Nullable Duration inputDeadline;
        private int maxStoredRejections = 10_000;
        private Guard guard = Guard.defaults();
        private @Nullable SecretKey erasureKey;
        private boolean keepErasedTotals;
        private @Nullable SyncListener listener;

        private Builder(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        }

        /**
         * Default: {@code patient_payments}. One schema mirrors one external system and belongs to the store alone. A
         * word that SQL reserves, {@code user} for instance, is found out by the database only.
         *
         * @param name a lower-case letter, then lower-case letters, digits and underscores, 63 at most
         * @return this builder
         * @throws IllegalArgumentException for any other name
         */
        public Builder schema(String name) {
            if (!SCHEMA.matcher(name).matches() || name.startsWith("pg_")) {
                throw new IllegalArgumentException("A schema name is a lower-case letter, then lower-case letters,"
                        + " digits and underscores, 63 at most, and does not begin with pg_");
            }
            this.schema = name;
            return this;
        }

        /**
         * Default: the system's clock. Tells the time of a run, which is always later than that of the run before, even
         * if the clock is not.
         *
         * @param value the clock; its zone is not used
         * @return this builder
         */
        public Builder clock(Clock value) {
            this.clock = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Default: UTC. Tells which day it is when a birth date is checked not to be in the future.
         *
         * @param value the external system's zone
         * @return this builder
         */
        public Builder zone(ZoneId value) {
            this.zone = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Default: 30 seconds. How long a writer waits for another one before {@link StoreBusyException}.
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
         * Default: none. How long a reading of the sources may take before {@link SnapshotUnreadableException}: the
         * store's lock is held while a slow stream is read. A reading ahead, for the fingerprint, counts by itself. Looked at between records: a read that blocks is the host's to end,
         * with a timeout of its stream.
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
         * Default: 10,000. How many rejections of a run are stored, the first ones; the counts stay exact. A snapshot in
         * which everything is wrong would otherwise be stored once more.
         *
         * @param value 0 to 1,000,000
         * @return this builder
         * @throws IllegalArgumentException outside this range
         */
        public Builder maxStoredRejections(int value) {
            if (value < 0 || value > 1_000_000) {
                throw new IllegalArgumentException("0 to 1,000,000 rejections can be stored, not " + value);
            }
            this.maxStoredRejections = value;
            return this;
        }

        /**
         * Default: {@link Guard#defaults()}. What is refused.
         *
         * @param value the guard; a single sync can lift parts of it
         * @return this builder
         */
        public Builder guard(Guard value) {
            this.guard = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Default: none, and nobody can be erased. The key of the hashes that remain of erased patients. It comes from
         * the host and is never stored: without it nobody can find out who was erased. Keep it as long as the store.
         *
         * @param secret at least 32 bytes; copied
         * @return this builder
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder erasureKey(byte[] secret) {
            if (secret.length < 32) {
                throw new IllegalArgumentException("An erasure key has at least 32 bytes, not " + secret.length);
            }
            this.erasureKey = new SecretKeySpec(secret, "HmacSHA256");
            return this;
        }

        /**
         * Default: not kept. Adds the live payments of a patient who is erased to {@link PatientPaymentStore#erasedTotals()}, so that books
         * still add up. The sum is that of all who were erased: nobody is told apart.
         *
         * @return this builder
         */
        public Builder keepErasedTotals() {
            this.keepErasedTotals = true;
            return this;
        }

        /**
         * Default: none. Is told how far each sync has come, and how it ended.
         *
         * @param value called in the thread that syncs
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
                            guard,
                            erasureKey,
                            keepErasedTotals,
                            listener));
        }

        private static Duration upToADay(Duration value, String what) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("The " + what + " is 1 millisecond to 1 day, not " + value);
            }
            return value;
        }
    }
}
