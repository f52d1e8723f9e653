/**
 * Queries of the mirror, as it is or as a run left it. Open
 * {@link io.github.patientpayments.internal.query.PatientQueries} first: a filter becomes conditions, and these become
 * a page. {@code View} is why each query is written once: {@code CurrentView} and {@code AsOfView} offer their records
 * as relations with the same columns.
 */
package io.github.patientpayments.internal.query;
