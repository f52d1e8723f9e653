/**
 * Makes the mirror equal a snapshot. Open {@link io.github.patientpayments.internal.sync.Reconciliation} first: it
 * explains the algorithm, and its method {@code sync} has all the steps. Then read in the order in which it works:
 * {@code Ingestion} and {@code StagingTable}, {@code PatientComparison} and {@code PaymentComparison}, {@code Guards},
 * {@code DiffMerge} and {@code PatientTotalsUpdate}, {@code RunRecorder}. {@code Syncer} calls it.
 */
package io.github.patientpayments.internal.sync;
