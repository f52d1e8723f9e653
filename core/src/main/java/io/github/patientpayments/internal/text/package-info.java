/**
 * What text can be stored, by what names are searched, and how amounts are written. Three small classes without
 * dependencies.
 */
package io.github.patientpayments.internal.text;
