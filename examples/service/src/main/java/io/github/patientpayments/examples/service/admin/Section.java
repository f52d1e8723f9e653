package io.github.patientpayments.examples.service.admin;

import java.util.List;

/** Pages that belong together, with the forms on them. */
interface Section {

    List<AdminRoute> routes();
}
