/** What the tests of several modules share: a PostgreSQL server, and programs that run in processes of their own. */
@NullMarked
package io.github.patientpayments.examples.testing;

import org.jspecify.annotations.NullMarked;
