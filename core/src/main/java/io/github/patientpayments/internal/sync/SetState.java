package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.sync.SyncCounts;
import org.jspecify.annotations.Nullable;

/**
 * The state of one set after it was read. Immutable.
 *
 * @param type the type of its records
 * @param load the elements that were read; null if the input has no such set
 * @param fingerprint identifies the content that was read; null if an element is invalid in itself
 * @param fullSet whether the set is a full set
 * @param scope which stored payments the set decides about
 * @param first whether it is the first full set: the mirror has never had a record of this type
 * @param known the live records whose equal elements are not staged; null if all elements are staged
 * @param staged whether its elements are in the staging table
 * @param before the counts of the run that applied the same content, if the fingerprint shows that the set equals the
 *     mirror, so that it need not be compared; otherwise null
 */
record SetState(
        RecordType type,
        StagingTable.@Nullable Load load,
        @Nullable SetFingerprint fingerprint,
        boolean fullSet,
        PaymentScope scope,
        boolean first,
        @Nullable KnownRecords known,
        boolean staged,
        @Nullable SyncCounts before) {

    /** The input has no set of this type. */
    static SetState absent(RecordType type) {
        return new SetState(type, null, null, false, PaymentScope.ALL, false, null, false, null);
    }

    /** The set, a full one, was read only to compute its fingerprint. */
    static SetState readAhead(
            RecordType type, SetSummary summary, @Nullable SetFingerprint fingerprint, PaymentScope scope) {
        StagingTable.Load load = new StagingTable.Load(summary, 0, 0, 0);
        return new SetState(type, load, fingerprint, true, scope, false, null, false, null);
    }

    /** The set was read into the staging table, except what a shortcut has taken. */
    static SetState staged(
            RecordType type,
            StagingTable.Load load,
            @Nullable SetFingerprint fingerprint,
            boolean fullSet,
            PaymentScope scope,
            boolean first,
            @Nullable KnownRecords known) {
        return new SetState(type, load, fingerprint, fullSet, scope, fullSet && first, known, true, null);
    }

    /** The set was applied before with these counts, and the mirror has not been written to since. */
    SetState recognizedAs(SyncCounts counts) {
        return withBefore(counts);
    }

    /** The set has to be compared although it was recognized. */
    SetState toBeCompared() {
        return withBefore(null);
    }

    private SetState withBefore(@Nullable SyncCounts counts) {
        return new SetState(type, load, fingerprint, fullSet, scope, first, known, staged, counts);
    }

    boolean recognized() {
        return before != null;
    }

    boolean isGiven() {
        return load != null;
    }

    /** Whether there is a set that may differ from the mirror. */
    boolean mayDiffer() {
        return isGiven() && !recognized();
    }

    /** Whether no missing record may be deleted, because an unreadable element could be that record. */
    boolean withholdsDeletions() {
        return fullSet && unreadable() > 0;
    }

    /** The summary of the set; null if the input has no such set. */
    @Nullable
    SetSummary summary() {
        return load == null ? null : load.summary();
    }

    long read() {
        return load == null ? 0 : load.summary().read();
    }

    /** Of this reading: content that is recognized may come with another number of them. */
    long filtered() {
        return load == null ? 0 : load.summary().filtered();
    }

    /** Elements of a delta that delete a record by its name. */
    long deletions() {
        return load == null ? 0 : load.summary().deletions();
    }

    /** Elements that are invalid in themselves. */
    long rejected() {
        return load == null ? 0 : load.rejected();
    }

    /** Elements whose id can't be read, each of which could be any record. */
    long unreadable() {
        return load == null ? 0 : load.unreadable();
    }

    /** Elements of erased patients. */
    long suppressed() {
        if (before != null) {
            return before.suppressed();
        }
        return load == null ? 0 : load.suppressed();
    }

    /** Repetitions of an element, as far as they are known before the set is compared. */
    long collapsed() {
        return before == null ? 0 : before.collapsed();
    }
}
