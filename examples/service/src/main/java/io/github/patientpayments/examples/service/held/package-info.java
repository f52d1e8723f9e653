/** Refused uploads that are kept until a person has decided on them. */
@NullMarked
package io.github.patientpayments.examples.service.held;

import org.jspecify.annotations.NullMarked;
