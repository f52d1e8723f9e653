/**
 * Recomputes the derived data of the store and compares. Open
 * {@link io.github.patientpayments.internal.integrity.IntegrityQueries} first: it lists the checks;
 * {@code IntegrityCheck} is one of them.
 */
package io.github.patientpayments.internal.integrity;
