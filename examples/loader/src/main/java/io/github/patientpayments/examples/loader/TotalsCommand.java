package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PaymentTotals;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows totals. */
@Command(
        name = "totals",
        description = "Shows the number of patients, and the number, sum, minimum, maximum and mean of their payments.",
        footer = {
            "",
            "Examples:",
            "  patient-payments totals",
            "  patient-payments totals --born-from 1980-01-01 --as-of 2026-03-31T23:59:59Z"
        })
final class TotalsCommand extends QueryCommand {

    @Mixin
    private PatientOptions filter;

    @Mixin
    private AsOfOption asOf;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        PaymentTotals totals = asOf.of(store).totals(filter.filter());
        if (isJson()) {
            try (Json out = json()) {
                StoreJson.totals(out, totals);
                out.line();
            }
        } else {
            TextTable table = new TextTable("patients", "payments", "sum", "min", "max", "mean")
                    .row(
                            totals.patients(),
                            totals.payments(),
                            totals.sum(),
                            Cells.text(totals.min()),
                            Cells.text(totals.max()),
                            Cells.text(totals.mean()));
            output().print(table, output().out());
        }
        return ExitCode.DONE;
    }
}
