/** Programs to run, one idea each: every {@code *Main} stands for itself. */
@NullMarked
package io.github.patientpayments.examples;

import org.jspecify.annotations.NullMarked;
