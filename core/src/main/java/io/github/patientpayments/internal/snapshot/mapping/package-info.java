/** Where in a record its fields are, and what form their values have: the default, or a mapping's. */
@NullMarked
package io.github.patientpayments.internal.snapshot.mapping;

import org.jspecify.annotations.NullMarked;
