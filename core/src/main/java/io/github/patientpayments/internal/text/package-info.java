/**
 * Which text can be stored, the search keys of names, and the form of amounts. Three small classes without
 * dependencies.
 */
package io.github.patientpayments.internal.text;
