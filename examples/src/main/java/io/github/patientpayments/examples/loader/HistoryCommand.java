package io.github.patientpayments.examples.loader;

import io.github.patientpayments.Page;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.history.VersionSort;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a record was. */
@Command(
        name = "history",
        description =
                "All versions of a patient or a payment, each with the runs and times between which it was valid.",
        footer = {
            "",
            "Examples:",
            "  patient-payments history patient 8",
            "  patient-payments history payment 602 --json",
            "  patient-payments history patient -- -8      an id that looks like an option"
        })
final class HistoryCommand extends Question {

    @Parameters(index = "0", paramLabel = "TYPE", description = "patient or payment.")
    private RecordType type;

    @Parameters(index = "1", paramLabel = "EXTERNAL_ID", description = "The id in the other system.")
    private String externalId;

    @Mixin
    private PageOptions paging;

    @Override
    int answer(PatientPaymentStore store) throws IOException {
        if (type == RecordType.PATIENT) {
            patient(store.history().patientVersions(externalId, paging.by(VersionSort.RUN)));
        } else {
            payment(store.history().paymentVersions(externalId, paging.by(VersionSort.RUN)));
        }
        return ExitCode.DONE;
    }

    private void patient(Page<Version<PatientData>> page) throws IOException {
        if (isJson()) {
            page(page, StoreJson::patientVersion);
            return;
        }
        TextTable table = new TextTable("from run", "from", "to run", "to", "state", "name", "born");
        for (Version<PatientData> version : page.items()) {
            PatientData patient = version.content();
            table.row(cells(version, Cells.name(patient), Cells.text(patient.dateOfBirth())));
        }
        page(table, page);
    }

    private void payment(Page<Version<PaymentData>> page) throws IOException {
        if (isJson()) {
            page(page, StoreJson::paymentVersion);
            return;
        }
        TextTable table = new TextTable("from run", "from", "to run", "to", "state", "patient", "amount");
        for (Version<PaymentData> version : page.items()) {
            PaymentData payment = version.content();
            table.row(cells(version, Cells.text(payment.patientExternalId()), Cells.text(payment.amount())));
        }
        page(table, page);
    }

    private static Object[] cells(Version<?> version, String first, String second) {
        return List.of(
                        version.fromRun(),
                        Cells.text(version.from()),
                        version.toRun().isPresent()
                                ? Long.toString(version.toRun().getAsLong())
                                : "",
                        Cells.text(version.to()),
                        version.deleted() ? "deleted" : "live",
                        first,
                        second)
                .toArray();
    }
}
