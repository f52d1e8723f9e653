/**
 * Single calls of the store, measured by JMH, each beside the bare SQL or the bare loop that does the same:
 * {@code benchmarks/jmh}.
 */
@NullMarked
package io.github.patientpayments.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
