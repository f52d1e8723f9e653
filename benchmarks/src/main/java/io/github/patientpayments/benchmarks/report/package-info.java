/** Medians, spreads and ratios of what was measured; as text, as CSV, as a plot. */
@NullMarked
package io.github.patientpayments.benchmarks.report;

import org.jspecify.annotations.NullMarked;
