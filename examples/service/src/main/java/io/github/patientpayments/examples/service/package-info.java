/** The HTTP service. */
@NullMarked
package io.github.patientpayments.examples.service;

import org.jspecify.annotations.NullMarked;
