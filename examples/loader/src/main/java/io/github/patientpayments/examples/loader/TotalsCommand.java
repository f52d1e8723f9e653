package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PaymentTotals;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What some patients have paid together. */
@Command(
        name = "totals",
        description = "What the patients have paid together; min, max and mean are those of the payments.",
        footer = {
            "",
            "Examples:",
            "  patient-payments totals",
            "  patient-payments totals --born-from 1980-01-01 --as-of 2026-03-31T23:59:59Z --json"
        })
final class TotalsCommand extends Question {

    @Mixin
    private PatientOptions which;

    @Mixin
    private MomentOption moment;

    @Override
    int answer(PatientPaymentStore store) throws IOException {
        PaymentTotals totals = moment.of(store).totals(which.filter());
        if (isJson()) {
            try (Json out = json()) {
                StoreJson.totals(out, totals);
                out.line();
            }
        } else {
            new TextTable("patients", "payments", "sum", "min", "max", "mean")
                    .row(
                            totals.patients(),
                            totals.payments(),
                            totals.sum(),
                            Cells.text(totals.min()),
                            Cells.text(totals.max()),
                            Cells.text(totals.mean()))
                    .print(screen().out());
        }
        return ExitCode.DONE;
    }
}
