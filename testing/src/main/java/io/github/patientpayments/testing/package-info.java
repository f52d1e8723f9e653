/**
 * For the tests of a host. Open {@link io.github.patientpayments.testing.TestStore} first, a store in memory; then
 * {@link io.github.patientpayments.testing.PatientPaymentStoreAssert}, what can be asserted of a store.
 * {@link io.github.patientpayments.testing.TestPatient} and {@link io.github.patientpayments.testing.TestPayment} are
 * records for tests without a database, and {@link io.github.patientpayments.testing.Snapshots} generates input.
 *
 * <p><b>For all types of this package</b>, unless their Javadoc says otherwise: an argument that is null throws
 * {@link java.lang.NullPointerException}, and nothing returns null.
 */
@NullMarked
package io.github.patientpayments.testing;

import org.jspecify.annotations.NullMarked;
