/** Deletes history that ended before a time. Open {@link io.github.patientpayments.internal.purge.Purger}. */
package io.github.patientpayments.internal.purge;
