/** Meters of a store for Micrometer: {@link io.github.patientpayments.micrometer.SyncMeters}. */
@NullMarked
package io.github.patientpayments.micrometer;

import org.jspecify.annotations.NullMarked;
