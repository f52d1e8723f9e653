/**
 * Which text can be stored, the search keys of names, the form of amounts and of versions. Small classes without
 * dependencies.
 */
package io.github.patientpayments.internal.text;
