package io.github.patientpayments.examples.loader;

import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes patients out for good. */
@Command(
        name = "erase",
        description =
                "Erases patients: their records, payments, versions and rejections. If a later file brings them back"
                        + " they are ignored. Needs --erasure-key-file. Each patient is a run of its own.",
        footer = {
            "",
            "Examples:",
            "  patient-payments erase 8 --erasure-key-file key",
            "  patient-payments erase 8 15 --erasure-key-file key --yes",
            "  patient-payments erase 8 --erasure-key-file key --undo"
        })
final class EraseCommand extends Question {

    @Parameters(arity = "1..*", paramLabel = "EXTERNAL_ID", description = "The patients' ids in the other system.")
    private List<String> externalIds;

    @Option(names = "--yes", description = "Don't ask. Needed where nobody can be asked.")
    private boolean sure;

    @Option(
            names = "--undo",
            description =
                    "Let them come back: the next file brings them as new patients. What was erased stays erased.")
    private boolean undo;

    @Override
    int answer(PatientPaymentStore store) throws IOException {
        if (!undo && !sure && !confirmed()) {
            throw new IllegalArgumentException("Nobody was erased");
        }
        if (!isJson()) {
            externalIds.forEach(id -> screen().out().println(undo ? allowed(store, id) : erased(store.erase(id), id)));
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

    private boolean confirmed() throws IOException {
        if (!streams().terminals().in()) {
            throw new IllegalArgumentException("Nobody can be asked whether to erase: give --yes");
        }
        screen().err().print("Erase for good: " + Cells.text(String.join(", ", externalIds)) + "? Type yes: ");
        screen().err().flush();
        BufferedReader answer = new BufferedReader(new InputStreamReader(streams().in(), Charset.defaultCharset()));
        return "yes".equals(answer.readLine());
    }

    private static String allowed(PatientPaymentStore store, String id) {
        return Cells.text(id) + (store.unsuppress(id) ? ": may come back" : ": was not erased");
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
