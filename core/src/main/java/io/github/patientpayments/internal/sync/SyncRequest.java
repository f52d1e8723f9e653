package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.record.PatientRules;
import io.github.patientpayments.internal.record.PaymentRules;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An input and the options for its sync.
 *
 * @param input the snapshot or delta as the host gave it
 * @param options the host's options for this sync
 * @param sets the input's sets, ready to be read
 * @param patientRules when a patient is valid
 * @param paymentRules when a payment is valid
 */
record SyncRequest(
        SyncInput input,
        SyncOptions options,
        SnapshotInput sets,
        PatientRules patientRules,
        PaymentRules paymentRules) {

    static SyncRequest of(SyncInput input, SyncOptions options, SnapshotInput sets, LocalDate today) {
        LocalDate paidFrom =
                input instanceof Snapshot snapshot ? snapshot.paymentsPaidFrom().orElse(null) : null;
        return new SyncRequest(
                input, options, sets, new PatientRules(today, sets.delta()), new PaymentRules(sets.delta(), paidFrom));
    }

    /** Whether the input is a delta. */
    boolean delta() {
        return sets.delta();
    }

    /** When the other system made the export, truncated to microseconds as in the databases. */
    Optional<Instant> exportedAt() {
        return input.exportedAt().map(time -> time.truncatedTo(ChronoUnit.MICROS));
    }

    /** Whether a set that equals the mirror may be recognized by its fingerprint. */
    boolean mayRecognize() {
        return !delta() && !options.comparesInFull();
    }
}
