/** What the programs share. */
@NullMarked
package io.github.patientpayments.examples.common;

import org.jspecify.annotations.NullMarked;
