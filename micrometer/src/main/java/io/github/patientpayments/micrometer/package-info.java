/**
 * Meters and observations of a store for Micrometer: {@link io.github.patientpayments.micrometer.SyncMeters} and
 * {@link io.github.patientpayments.micrometer.SyncObservations}.
 */
@NullMarked
package io.github.patientpayments.micrometer;

import org.jspecify.annotations.NullMarked;
