/**
 * Runs and the log of runs. Open {@link io.github.patientpayments.internal.runlog.RunLog} first; {@code Attempt} is a
 * call that may become a run, {@code Run} is a run in progress.
 */
package io.github.patientpayments.internal.runlog;
