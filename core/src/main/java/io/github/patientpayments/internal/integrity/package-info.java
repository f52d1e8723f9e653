/**
 * Recomputes what follows from other rows and compares. Open
 * {@link io.github.patientpayments.internal.integrity.IntegrityQueries} first: it lists the checks;
 * {@code IntegrityCheck} executes one.
 */
package io.github.patientpayments.internal.integrity;
