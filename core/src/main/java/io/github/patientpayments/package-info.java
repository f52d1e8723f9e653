/**
 * The store, its records and its errors. Open {@link io.github.patientpayments.PatientPaymentStore} first, then
 * {@link io.github.patientpayments.sync.Snapshot}, {@link io.github.patientpayments.sync.SyncReport} and
 * {@link io.github.patientpayments.Mirror}.
 *
 * <p>The other packages: {@code sync} is what goes into a store and what comes of it, {@code query} is filters, orders
 * and pages, {@code history} is the past and the change feed.
 *
 * <p><b>For all public types</b>, unless their Javadoc says otherwise:
 *
 * <ul>
 *   <li>An argument that is null throws {@link java.lang.NullPointerException}, and nothing returns null.
 *   <li>What a store returns is immutable, thread-safe and, where it is a value, equal by value. Its {@code toString}
 *       contains ids, codes and counts, and no personal data.
 *   <li>Interfaces are implemented by the library, and may gain methods. Do not implement them, except in tests;
 *       {@link io.github.patientpayments.sync.SyncListener} is yours to implement, and gains methods with an empty
 *       default only.
 *   <li>Enums may gain constants, and {@link io.github.patientpayments.StoreException} may gain subclasses.
 * </ul>
 */
@NullMarked
package io.github.patientpayments;

import org.jspecify.annotations.NullMarked;
