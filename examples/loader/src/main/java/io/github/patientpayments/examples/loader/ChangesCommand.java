package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the events of the change feed. */
@Command(
        name = "changes",
        description =
                "Lists the events of the change feed, each exactly once and in order. Later events follow the printed"
                        + " cursor.",
        footer = {
            "",
            "Examples:",
            "  patient-payments changes --after-run 41",
            "  patient-payments changes --after \"$(cat cursor)\" --limit 1000 --json \\",
            "      | tee page | jq -r .next > cursor"
        })
final class ChangesCommand extends QueryCommand {

    @ArgGroup
    private @Nullable Start start;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The maximum number of events, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        ChangePage page = store.history().changes(cursor(store), limit);
        if (isJson()) {
            json(page);
        } else {
            output().print(table(page.changes()), output().out());
            output().note(
                            Style.WARNING,
                            (page.hasMore() ? "More: --after " : "No more events. To continue later: --after ")
                                    + page.next());
        }
        return ExitCode.DONE;
    }

    private String cursor(PatientPaymentStore store) {
        String given = start == null ? null : start.cursor;
        long run = start == null ? 0 : start.run;
        if (run
                > store.syncRuns(1).stream()
                        .mapToLong(SyncRun::number)
                        .findFirst()
                        .orElse(0)) {
            throw new IllegalArgumentException("There is no run " + run + ": runs lists the last ones");
        }
        return given == null ? store.history().cursorAfter(run) : given;
    }

    private void json(ChangePage page) throws IOException {
        try (Json out = json()) {
            StoreJson.changes(out.object(), page);
            out.end().line();
        }
    }

    private static TextTable table(List<Change> changes) {
        TextTable table = new TextTable("run", "time", "kind", "record", "id", "changes")
                .shortening("id")
                .wrapping("changes")
                .omitting("time");
        for (Change change : changes) {
            table.row(
                    change.runNumber(),
                    Cells.time(change.time()),
                    change.kind(),
                    change.recordType(),
                    Cells.text(change.externalId()),
                    Cells.fields(change.fields()));
        }
        return table;
    }

    /** The position in the feed after which to start. */
    static final class Start {

        @Option(names = "--after", paramLabel = "CURSOR", description = "Start after this cursor.")
        private @Nullable String cursor;

        @Option(
                names = "--after-run",
                paramLabel = "N",
                description = "Start after this run. Default: with the first event.")
        private long run;
    }
}
