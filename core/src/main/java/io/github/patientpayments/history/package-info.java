/**
 * The past and the change feed. Open {@link io.github.patientpayments.history.History} first;
 * {@link io.github.patientpayments.history.Change} is an event, {@link io.github.patientpayments.history.Version} is
 * what a record was for a while.
 */
@NullMarked
package io.github.patientpayments.history;

import org.jspecify.annotations.NullMarked;
