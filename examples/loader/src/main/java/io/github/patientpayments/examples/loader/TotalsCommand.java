package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.query.PeriodTotals.Length;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows totals. */
@Command(
        name = "totals",
        description = "Shows the number of patients, and the number, sum, minimum, maximum and mean of their payments.",
        footer = {
            "",
            "Examples:",
            "  patient-payments totals",
            "  patient-payments totals --by month --paid-from 2025-01-01",
            "  patient-payments totals --born-from 1980-01-01 --as-of 2026-03-31T23:59:59Z"
        })
final class TotalsCommand extends QueryCommand {

    @Mixin
    private PatientOptions filter;

    @Option(
            names = "--by",
            paramLabel = "PERIOD",
            description = "Totals of each month, quarter or year in which something was paid, with a bar chart.")
    private @Nullable Length by;

    @Mixin
    private AsOfOption asOf;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        if (by == null) {
            print(asOf.of(store).totals(filter.filter()));
        } else {
            print(asOf.of(store).totalsByPeriod(filter.filter(), by), by);
        }
        return ExitCode.DONE;
    }

    private void print(List<PeriodTotals> periods, Length length) throws IOException {
        if (isJson()) {
            try (Json out = json()) {
                StoreJson.periods(out, periods);
                out.line();
            }
        } else {
            output().print(PeriodTable.of(periods, length), output().out());
        }
    }

    private void print(PaymentTotals totals) throws IOException {
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
    }
}
