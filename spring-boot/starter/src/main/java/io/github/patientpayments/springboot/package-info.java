/**
 * Spring Boot configures a {@link io.github.patientpayments.PatientPaymentStore} by the properties of
 * {@link io.github.patientpayments.springboot.PatientPaymentsProperties}.
 */
@NullMarked
package io.github.patientpayments.springboot;

import org.jspecify.annotations.NullMarked;
