package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What has changed. */
@Command(
        name = "changes",
        description =
                "The change feed: every event once, in order. Keep the cursor: what comes later stands behind it.",
        footer = {
            "",
            "Examples:",
            "  patient-payments changes --after-run 41",
            "  patient-payments changes --after \"$(cat cursor)\" --limit 1000 --json | tee page | jq -r .next > cursor"
        })
final class ChangesCommand extends Question {

    @ArgGroup
    private @Nullable Start start;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many at the most, 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Override
    int answer(PatientPaymentStore store) throws IOException {
        ChangePage page = store.history().changes(cursor(store), limit);
        if (isJson()) {
            json(page);
        } else {
            table(page.changes()).print(screen().out());
            screen().tell(
                            Paint.WARNING,
                            (page.hasMore() ? "More: --after " : "That is all. What comes later: --after ")
                                    + page.next());
        }
        return ExitCode.DONE;
    }

    private String cursor(PatientPaymentStore store) {
        String given = start == null ? null : start.cursor;
        return given == null ? store.history().cursorAfter(start == null ? 0 : start.run) : given;
    }

    private void json(ChangePage page) throws IOException {
        try (Json out = json()) {
            StoreJson.changes(out.object(), page);
            out.end().line();
        }
    }

    private static TextTable table(List<Change> changes) {
        TextTable table = new TextTable("run", "time", "kind", "record", "id", "changes");
        for (Change change : changes) {
            table.row(
                    change.runNumber(),
                    Cells.text(change.time()),
                    change.kind(),
                    change.recordType(),
                    Cells.text(change.externalId()),
                    Cells.fields(change.fields()));
        }
        return table;
    }

    /** Where to begin. */
    static final class Start {

        @Option(names = "--after", paramLabel = "CURSOR", description = "Behind the page that gave this cursor.")
        private @Nullable String cursor;

        @Option(names = "--after-run", paramLabel = "N", description = "Behind this run. Default: from the beginning.")
        private long run;
    }
}
