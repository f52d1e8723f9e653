package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.sync.SyncCounts;
import org.jspecify.annotations.Nullable;

/**
 * The state of one set after it was read. Immutable.
 *
 * @param type the type of its records
 * @param summary the summary of the set; null if the input has no such set
 * @param fingerprint identifies the content that was read; null if an element is invalid in itself
 * @param fullSet whether the set is a full set
 * @param scope which stored payments the set decides about
 * @param first whether it is the first full set: the mirror has never had a record of this type
 * @param known the live records whose equal elements are not staged; null if all elements are staged
 * @param staged whether its elements are in the staging table
 * @param recognized whether the fingerprint shows that the set equals the mirror, so that it need not be compared
 * @param rejected elements that are invalid in themselves
 * @param unreadable elements whose id can't be read, each of which could be any record
 * @param suppressed elements of erased patients
 * @param collapsed repetitions of an element; known in advance for a recognized set only
 */
record SetState(
        RecordType type,
        @Nullable SetSummary summary,
        @Nullable SetFingerprint fingerprint,
        boolean fullSet,
        PaymentScope scope,
        boolean first,
        @Nullable KnownRecords known,
        boolean staged,
        boolean recognized,
        long rejected,
        long unreadable,
        long suppressed,
        long collapsed) {

    /** The input has no set of this type. */
    static SetState absent(RecordType type) {
        return new SetState(type, null, null, false, PaymentScope.ALL, false, null, false, false, 0, 0, 0, 0);
    }

    /** The set, a full one, was read only to compute its fingerprint. */
    static SetState readAhead(
            RecordType type, SetSummary summary, @Nullable SetFingerprint fingerprint, PaymentScope scope) {
        return new SetState(type, summary, fingerprint, true, scope, false, null, false, false, 0, 0, 0, 0);
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
        return new SetState(
                type,
                load.summary(),
                fingerprint,
                fullSet,
                scope,
                fullSet && first,
                known,
                true,
                false,
                load.rejected(),
                load.unreadable(),
                load.suppressed(),
                0);
    }

    /** The set was applied before with these counts, and the mirror has not been written to since. */
    SetState recognizedAs(SyncCounts before) {
        return new SetState(
                type,
                summary,
                fingerprint,
                fullSet,
                scope,
                first,
                known,
                staged,
                true,
                rejected,
                unreadable,
                before.suppressed(),
                before.collapsed());
    }

    /** The set has to be compared although it was recognized. */
    SetState toBeCompared() {
        return new SetState(
                type,
                summary,
                fingerprint,
                fullSet,
                scope,
                first,
                known,
                staged,
                false,
                rejected,
                unreadable,
                suppressed,
                0);
    }

    boolean isGiven() {
        return summary != null;
    }

    /** Whether there is a set that may differ from the mirror. */
    boolean mayDiffer() {
        return isGiven() && !recognized;
    }

    /** Whether no missing record may be deleted, because an unreadable element could be that record. */
    boolean withholdsDeletions() {
        return fullSet && unreadable > 0;
    }

    long read() {
        return summary == null ? 0 : summary.read();
    }

    /** Elements of a delta that delete a record by its name. */
    long deletions() {
        return summary == null ? 0 : summary.deletions();
    }
}
