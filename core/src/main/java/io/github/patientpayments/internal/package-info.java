/**
 * Joins the parts of the library. Open {@link io.github.patientpayments.internal.DefaultPatientPaymentStore} first:
 * each of its methods leads into one of the packages below.
 *
 * <p>A snapshot goes through {@code sync}, which reads it with {@code snapshot} and {@code record}; a query goes
 * through {@code query} and {@code page}. Nothing here is API.
 */
package io.github.patientpayments.internal;
