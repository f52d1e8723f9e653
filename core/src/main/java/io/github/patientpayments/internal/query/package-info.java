/**
 * Queries of the mirror, as it is or as a run left it. Open
 * {@link io.github.patientpayments.internal.query.PatientQueries} first: a filter becomes conditions, and these become
 * a page. Each query is written once for both kinds of {@code View}: {@code CurrentView} and {@code AsOfView} provide
 * their records as relations with the same columns. Patients are {@code PatientRows}, which have no more columns than
 * the query compares; the others are added to the rows of the page.
 */
package io.github.patientpayments.internal.query;
