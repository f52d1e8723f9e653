/**
 * A job that syncs what another system puts into a folder. Open {@link io.github.patientpayments.job.DropFolder}; it
 * owns no thread, so that your scheduler calls it.
 */
@NullMarked
package io.github.patientpayments.job;

import org.jspecify.annotations.NullMarked;
