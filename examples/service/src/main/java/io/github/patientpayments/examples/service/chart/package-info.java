/** Charts as SVG, by pure functions. */
@NullMarked
package io.github.patientpayments.examples.service.chart;

import org.jspecify.annotations.NullMarked;
