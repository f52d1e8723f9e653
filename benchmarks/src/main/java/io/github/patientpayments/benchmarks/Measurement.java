package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.data.DataSize;
import io.github.patientpayments.benchmarks.rivals.Timing;

/**
 * One run of one contender.
 *
 * @param size of the first export
 * @param scenario what was done
 * @param contender by its name
 * @param round from 0
 * @param timing how long it took
 * @param walBytes how much WAL the server wrote
 */
public record Measurement(
        DataSize size, Scenario scenario, String contender, int round, Timing timing, long walBytes) {}
