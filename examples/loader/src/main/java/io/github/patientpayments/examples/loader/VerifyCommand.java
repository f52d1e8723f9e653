package io.github.patientpayments.examples.loader;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import java.io.IOException;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Checks the integrity of the store. */
@Command(
        name = "verify",
        description =
                "Checks the integrity of the store: recomputes what it keeps in addition to the records, and reports"
                        + " deviations. Changes nothing. Exit code 7 if there are any.",
        footer = {"", "Examples:", "  patient-payments verify", "  patient-payments verify --json"})
final class VerifyCommand extends QueryCommand {

    private static final int IDS_SHOWN = 10;
    private static final String IDS = "internal ids, the first " + IDS_SHOWN;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        IntegrityReport report = store.verifyIntegrity();
        if (isJson()) {
            try (Json out = json()) {
                StoreJson.integrity(out, report);
                out.line();
            }
        } else if (report.isConsistent()) {
            output().print(Style.SUCCESS, "The store is consistent.");
        } else {
            output().print(Style.ERROR, "The store is not consistent:");
            output().print(table(report), output().out());
        }
        return report.isConsistent() ? ExitCode.DONE : ExitCode.DEVIATIONS;
    }

    private static TextTable table(IntegrityReport report) {
        TextTable table = new TextTable("deviation", "records", IDS).wrapping(IDS);
        report.counts().forEach((kind, count) -> table.row(kind, count, ids(report, kind)));
        return table;
    }

    private static String ids(IntegrityReport report, IntegrityReport.Kind kind) {
        return report.deviations().stream()
                .filter(deviation -> deviation.kind() == kind)
                .limit(IDS_SHOWN)
                .map(deviation -> Long.toString(deviation.id()))
                .collect(Collectors.joining(" "));
    }
}
