/**
 * Erases patients and suppresses them afterwards. Open {@link io.github.patientpayments.internal.erasure.Erasures}
 * first, then {@code Eraser}; {@code SuppressionList} recognizes the records of erased patients during a sync.
 */
package io.github.patientpayments.internal.erasure;
