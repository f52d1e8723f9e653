/** The back office: pages for the person who answers for the mirror, rendered by the service and without scripts. */
@org.jspecify.annotations.NullMarked
package io.github.patientpayments.examples.service.admin;
