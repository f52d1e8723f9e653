/**
 * Recomputes what the store keeps beside its records. Open
 * {@link io.github.patientpayments.internal.integrity.IntegrityQueries} first: it lists the checks;
 * {@code IntegrityCheck} is one of them.
 */
package io.github.patientpayments.internal.integrity;
