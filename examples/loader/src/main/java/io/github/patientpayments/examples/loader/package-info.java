/** The console loader. */
@NullMarked
package io.github.patientpayments.examples.loader;

import org.jspecify.annotations.NullMarked;
