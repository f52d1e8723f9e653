/**
 * Pages and cursors for every kind of item. Open {@link io.github.patientpayments.internal.page.Pages} first: one
 * statement reads a page, its base run and, on request, its count.
 */
package io.github.patientpayments.internal.page;
