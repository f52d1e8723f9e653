package io.github.patientpayments.examples.loader;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientSort;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists patients. */
@Command(
        name = "patients",
        description = "Lists patients with the sum of their payments.",
        footer = {
            "",
            "Examples:",
            "  patient-payments patients --payment-min 10 --sort payment-total --desc",
            "  patient-payments patients --paid-from 2025-01-01 --paid-until 2025-12-31 --payment-min 10",
            "  patient-payments patients --name garc --born-from 1980-01-01 --json"
        })
final class PatientsCommand extends QueryCommand {

    @Mixin
    private PatientOptions filter;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "id",
            description = "The order: id, name or payment-total. Default: ${DEFAULT-VALUE}")
    private PatientSort sort;

    @Mixin
    private PageOptions paging;

    @Mixin
    private AsOfOption asOf;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        page(
                asOf.of(store).patients(filter.filter(), paging.of(PageRequest.by(sort))),
                StoreJson::patient,
                PatientsCommand::table);
        return ExitCode.DONE;
    }

    private static TextTable table(List<Patient> patients) {
        TextTable table = new TextTable("patient", "name", "born", "payments", "total", "created", "updated", "deleted")
                .shortening("patient", "name")
                .omitting("created", "updated", "deleted", "born", "payments");
        for (Patient patient : patients) {
            table.row(
                    Cells.text(patient.externalId()),
                    Cells.name(Optional.of(patient.firstName()), patient.middleName(), Optional.of(patient.lastName())),
                    Cells.text(patient.dateOfBirth()),
                    patient.paymentCount(),
                    patient.paymentTotal(),
                    Cells.time(patient.createdAt()),
                    Cells.time(patient.updatedAt()),
                    Cells.time(patient.deletedAt()));
        }
        return table;
    }
}
