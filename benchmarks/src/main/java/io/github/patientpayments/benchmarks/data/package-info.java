/**
 * The exports of an invented system, night after night, as files: the same for the same parameters, on every machine.
 */
@NullMarked
package io.github.patientpayments.benchmarks.data;

import org.jspecify.annotations.NullMarked;
