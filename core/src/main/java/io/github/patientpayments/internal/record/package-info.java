/**
 * The fields of each record type and their rules, described once. Open
 * {@link io.github.patientpayments.internal.record.PatientFields} first, then {@code RecordField}, {@code PatientRules}
 * and {@code Fingerprint}. Contains neither JSON nor SQL.
 */
package io.github.patientpayments.internal.record;
