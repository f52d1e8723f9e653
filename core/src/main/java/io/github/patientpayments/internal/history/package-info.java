/**
 * Versions and the change feed. Open {@link io.github.patientpayments.internal.history.ChangeFeed} first, then
 * {@code FeedEvents}, the events as a relation, and {@code FeedPosition}, their order. {@code Horizon} is the limit
 * that a purge sets, {@code LastRun} the other end.
 */
package io.github.patientpayments.internal.history;
