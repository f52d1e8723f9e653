/** What the mirror was, and what has changed in it: versions, answers as of the past, and the change feed. */
@NullMarked
package io.github.patientpayments.history;

import org.jspecify.annotations.NullMarked;
