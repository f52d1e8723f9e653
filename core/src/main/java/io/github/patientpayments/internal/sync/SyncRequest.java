package io.github.patientpayments.internal.sync;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.internal.snapshot.PatientRules;
import io.github.patientpayments.internal.snapshot.PaymentRules;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is to be mirrored, and on which terms.
 *
 * @param delivery as the host gave it
 * @param terms what the host wants to be otherwise this time
 * @param patients the set of patients, if there is one
 * @param payments the set of payments, if there is one
 */
record SyncRequest(
        SyncInput delivery,
        SyncOptions terms,
        boolean delta,
        Optional<IncomingSet<PatientData>> patients,
        Optional<IncomingSet<PaymentData>> payments) {

    static SyncRequest of(SyncInput delivery, SyncOptions terms, SnapshotInput input, LocalDate today) {
        boolean delta = input.delta();
        return new SyncRequest(
                delivery,
                terms,
                delta,
                input.patients()
                        .map(reader ->
                                new IncomingSet<>(reader, new PatientRules(today, delta), PatientComparison::staged)),
                input.payments()
                        .map(reader -> new IncomingSet<>(reader, new PaymentRules(delta), PaymentComparison::staged)));
    }

    /** When the external system was in this state; in microseconds, as databases keep it. */
    Optional<Instant> exportedAt() {
        return delivery.exportedAt().map(time -> time.truncatedTo(ChronoUnit.MICROS));
    }

    /** Whether content that was mirrored before may be recognised. */
    boolean recognisable() {
        return !delta && !terms.comparesInFull();
    }
}
