/**
 * The facade and the options of the store. Open {@link io.github.patientpayments.internal.DefaultPatientPaymentStore}
 * first: each of its methods delegates to one of the packages below.
 *
 * <p>A snapshot is handled by {@code sync}, which reads it with {@code snapshot} and {@code record}; a query by
 * {@code query} and {@code page}. {@code Durations} writes a duration in a message. Nothing here is API.
 */
package io.github.patientpayments.internal;
