/**
 * What goes into a store and what comes of it. Open {@link io.github.patientpayments.sync.Snapshot} first;
 * {@link io.github.patientpayments.sync.Source} says where its records come from,
 * {@link io.github.patientpayments.sync.Guard} what is refused, and {@link io.github.patientpayments.sync.SyncReport}
 * what a sync did.
 */
@NullMarked
package io.github.patientpayments.sync;

import org.jspecify.annotations.NullMarked;
