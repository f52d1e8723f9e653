package io.github.patientpayments.examples.loader;

import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases patients. */
@Command(
        name = "erase",
        description =
                "Permanently erases patients with their payments, versions and rejections. Later files can't bring them"
                        + " back: they are suppressed. Requires --erasure-key-file. Each patient is a separate run.",
        footer = {
            "",
            "Examples:",
            "  patient-payments erase 8 --erasure-key-file key",
            "  patient-payments erase 8 15 --erasure-key-file key --yes",
            "  patient-payments erase 8 --erasure-key-file key --undo"
        })
final class EraseCommand extends QueryCommand {

    @Parameters(arity = "1..*", paramLabel = "EXTERNAL_ID", description = "The external ids of the patients.")
    private List<String> externalIds;

    @Mixin
    private Confirmation confirmation;

    @Option(
            names = "--undo",
            description =
                    "Lift the suppression: the next file that contains the patients inserts them as new. Erased data is"
                            + " not restored.")
    private boolean undo;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        if (!undo && !confirmation.isGiven()) {
            String patients = Cells.text(String.join(", ", externalIds));
            confirmation.ask(
                    streams(), output(), "Permanently erase " + patients + "?", "Canceled: no patient was erased");
        }
        if (!isJson()) {
            externalIds.forEach(
                    id -> output().out().println(undo ? unsuppressed(store, id) : erased(store.erase(id), id)));
            return ExitCode.DONE;
        }
        try (Json out = json()) {
            out.object().array("items");
            for (String id : externalIds) {
                item(out, store, id);
            }
            out.end().text("next", null).end().line();
        }
        return ExitCode.DONE;
    }

    private static String unsuppressed(PatientPaymentStore store, String id) {
        return Cells.text(id) + (store.unsuppress(id) ? ": no longer suppressed" : ": was not erased");
    }

    private static String erased(ErasureReport report, String id) {
        return "Run " + report.runNumber() + ", " + Cells.text(id) + ": erased " + report.patients() + " patients, "
                + report.payments() + " payments, " + report.versions() + " versions, " + report.rejections()
                + " rejections";
    }

    private void item(Json out, PatientPaymentStore store, String id) throws IOException {
        out.object().text("externalId", id);
        if (undo) {
            out.flag("wasErased", store.unsuppress(id));
        } else {
            ErasureReport report = store.erase(id);
            out.number("run", report.runNumber())
                    .number("patients", report.patients())
                    .number("payments", report.payments())
                    .number("versions", report.versions())
                    .number("rejections", report.rejections());
        }
        out.end();
    }
}
