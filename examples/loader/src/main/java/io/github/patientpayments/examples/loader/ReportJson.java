package io.github.patientpayments.examples.loader;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the outcome of a load as one JSON object, with the names that the HTTP service uses. */
final class ReportJson {

    private final Output output;
    private boolean printed;

    ReportJson(Output output) {
        this.output = output;
    }

    void applied(SyncReport report) {
        print(report.status().name().toLowerCase(Locale.ROOT), json -> report(json, report));
    }

    void refused(SyncReport report, List<Refusal> refusals) {
        print("refused", json -> {
            String why = refusals.stream().map(Refusal::message).collect(Collectors.joining(" "));
            refusals(json.text("detail", why), refusals);
            report(json, report);
        });
    }

    void dryRun(Preview preview) {
        print("dry-run", json -> {
            refusals(json.number("baseRun", preview.baseRun()), preview.refusals());
            report(json, preview.report());
            StoreJson.changes(json, preview.changes());
        });
    }

    /** Prints a failure, unless the outcome is already printed. */
    void failed(Exception failure) {
        if (printed) {
            return;
        }
        int code = Failures.code(failure);
        String outcome =
                failure instanceof OutcomeUnknownException ? "unknown" : code == ExitCode.INPUT ? "invalid" : "error";
        print(outcome, json -> {
            json.text(
                    "detail",
                    code == ExitCode.UNEXPECTED
                            ? "An unexpected error, probably a bug: see standard error."
                            : Failures.message(failure));
            if (failure instanceof InvalidSnapshotException invalid) {
                json.number("line", invalid.line())
                        .number("column", invalid.column())
                        .number("record", invalid.record());
            } else if (failure instanceof OutcomeUnknownException unknown) {
                json.text("attempt", unknown.attempt());
            }
        });
    }

    private static void refusals(Json json, List<Refusal> refusals) throws IOException {
        json.array("refusals");
        for (Refusal refusal : refusals) {
            StoreJson.refusal(json, refusal);
        }
        json.end();
    }

    private static void report(Json json, SyncReport report) throws IOException {
        json.array("rejections");
        for (Rejection rejection : report.rejections()) {
            StoreJson.rejection(json, rejection);
        }
        json.end();
        StoreJson.report(json.field("report"), report);
    }

    private void print(String outcome, Fields fields) {
        printed = true;
        try (Json json = new Json(output.bytes())) {
            json.object().text("outcome", outcome);
            fields.write(json);
            json.end().line();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Output.bytes() never throws it
        }
    }

    @FunctionalInterface
    private interface Fields {

        void write(Json json) throws IOException;
    }
}
