/**
 * Benchmarks of the store against what a team would otherwise use.
 * {@link io.github.patientpayments.benchmarks.SyncBenchmarkMain} is the program;
 * {@link io.github.patientpayments.benchmarks.Schedule} is its story: every contender in a process of its own,
 * interleaved.
 */
@NullMarked
package io.github.patientpayments.benchmarks;

import org.jspecify.annotations.NullMarked;
