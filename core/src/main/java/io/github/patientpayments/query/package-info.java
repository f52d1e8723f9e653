/**
 * Filters, orders, pages and totals. Open {@link io.github.patientpayments.query.PatientFilter} first, then
 * {@link io.github.patientpayments.query.PageRequest} and {@link io.github.patientpayments.query.Page}.
 */
@NullMarked
package io.github.patientpayments.query;

import org.jspecify.annotations.NullMarked;
