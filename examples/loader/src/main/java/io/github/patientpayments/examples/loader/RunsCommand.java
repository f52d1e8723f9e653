package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the run log. */
@Command(
        name = "runs",
        description = "Lists the last runs, newest first.",
        footer = {
            "",
            "Examples:",
            "  patient-payments runs --limit 5",
            "  patient-payments runs --attempt 0b9f5a0e-3f6e-4b52-9a54-2d5cf0f9a1b7"
        })
final class RunsCommand extends QueryCommand {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "The maximum number of runs, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = "--attempt",
            paramLabel = "UUID",
            description = "List only the run of this attempt; none if it was not applied.")
    private @Nullable UUID attempt;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        List<SyncRun> runs = attempt == null
                ? store.syncRuns(limit)
                : store.syncRun(attempt).stream().toList();
        if (isJson()) {
            all(runs, StoreJson::run);
        } else {
            output().print(table(runs), output().out());
        }
        return ExitCode.DONE;
    }

    private static TextTable table(List<SyncRun> runs) {
        TextTable table = new TextTable("run", "time", "kind", "status", "patients", "payments")
                .wrapping("status", "patients", "payments");
        for (SyncRun run : runs) {
            table.row(
                    run.number(),
                    Cells.time(run.time()),
                    kind(run),
                    status(run)
                            + run.note().map(note -> "; " + Cells.text(note)).orElse(""),
                    Cells.counts(run.patients()),
                    Cells.counts(run.payments()));
        }
        return table;
    }

    static String kind(SyncRun run) {
        return run.revertedTo().isPresent()
                ? run.kind() + " to " + run.revertedTo().getAsLong()
                : run.kind().toString();
    }

    static String status(SyncRun run) {
        return run.refusedFor().isEmpty()
                ? run.status().toString()
                : run.status() + ": "
                        + run.refusedFor().stream().map(Enum::name).collect(Collectors.joining(", "));
    }
}
