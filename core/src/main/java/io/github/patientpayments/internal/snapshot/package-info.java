/**
 * Turns a host's source into records, one at a time. Open {@link io.github.patientpayments.internal.snapshot.SetReader}
 * first, then {@code JsonSet} for bytes or {@code RecordSet} for typed records. The only package that uses Jackson; it
 * contains no SQL.
 */
package io.github.patientpayments.internal.snapshot;
