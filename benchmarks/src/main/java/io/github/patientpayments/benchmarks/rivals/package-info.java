/**
 * What is compared: ways to make a database equal an export,
 * {@link io.github.patientpayments.benchmarks.rivals.StoreRival ours} among them. Each runs in a
 * {@link io.github.patientpayments.benchmarks.rivals.Worker} process.
 */
@NullMarked
package io.github.patientpayments.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;
