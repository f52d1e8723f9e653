package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the versions of a record. */
@Command(
        name = "history",
        description =
                "Lists all versions of a patient or a payment, each with the runs and times between which it was valid.",
        footer = {
            "",
            "Examples:",
            "  patient-payments history patient 8",
            "  patient-payments history payment 602 --desc --json",
            "  patient-payments history patient -- -8      an id that looks like an option"
        })
final class HistoryCommand extends QueryCommand {

    @Parameters(index = "0", paramLabel = "TYPE", description = "patient or payment.")
    private RecordType type;

    @Parameters(index = "1", paramLabel = "EXTERNAL_ID", description = "The external id of the record.")
    private String externalId;

    @Mixin
    private PageOptions paging;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        if (type == RecordType.PATIENT) {
            versions(
                    store.history().patientVersions(externalId, paging.of(PageRequest.first())),
                    StoreJson::patientVersion,
                    HistoryCommand::patients);
        } else {
            versions(
                    store.history().paymentVersions(externalId, paging.of(PageRequest.first())),
                    StoreJson::paymentVersion,
                    HistoryCommand::payments);
        }
        return ExitCode.DONE;
    }

    private <T> void versions(
            Page<Version<T>> page, StoreJson.Writer<Version<T>> writer, Function<List<Version<T>>, TextTable> table)
            throws IOException {
        page(page, writer, table);
        if (page.items().isEmpty()) {
            output().note(Style.WARNING, "There has been no " + Words.of(type) + " " + Cells.text(externalId) + ".");
        }
    }

    private static TextTable patients(List<Version<PatientData>> versions) {
        TextTable table = new TextTable("from run", "from", "to run", "to", "state", "name", "born")
                .shortening("name")
                .omitting("to run", "from run");
        for (Version<PatientData> version : versions) {
            PatientData patient = version.content();
            table.row(cells(version, Cells.name(patient), Cells.text(patient.dateOfBirth())));
        }
        return table;
    }

    private static TextTable payments(List<Version<PaymentData>> versions) {
        TextTable table = new TextTable("from run", "from", "to run", "to", "state", "patient", "amount", "paid on")
                .shortening("patient")
                .omitting("to run", "from run", "paid on");
        for (Version<PaymentData> version : versions) {
            PaymentData payment = version.content();
            table.row(cells(
                    version,
                    Cells.text(payment.patientExternalId()),
                    Cells.text(payment.amount()),
                    Cells.text(payment.paidOn())));
        }
        return table;
    }

    private static Object[] cells(Version<?> version, String... content) {
        List<Object> cells = new ArrayList<>(List.of(
                version.fromRun(),
                Cells.time(version.from()),
                version.toRun().isPresent() ? Long.toString(version.toRun().getAsLong()) : "",
                Cells.time(version.to()),
                version.isDeleted() ? "deleted" : "live"));
        cells.addAll(List.of(content));
        return cells.toArray();
    }
}
