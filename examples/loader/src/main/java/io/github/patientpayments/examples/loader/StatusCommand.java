package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how current the store is. */
@Command(
        name = "status",
        description =
                "Shows the last run, the last load of patients and of payments that was applied or changed nothing,"
                        + " and what the store contains. For schedulers and monitoring.",
        footer = {
            "",
            "Examples:",
            "  patient-payments status",
            "  patient-payments status --max-age 26h --json || mail -s 'no new patients' me"
        })
final class StatusCommand extends QueryCommand {

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            description =
                    "Exit with 8 if the last load of patients or of payments is older, for example 26h, 90m or 2d,"
                            + " or if there is none. A type that was never loaded does not count.")
    private @Nullable Duration maxAge;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        List<SyncRun> runs = store.syncRuns(PageRequest.MAX_LIMIT);
        Instant now = Instant.now();
        Status status = new Status(
                runs.stream().findFirst(),
                Loaded.last(runs, RecordType.PATIENT, now),
                Loaded.last(runs, RecordType.PAYMENT, now),
                store.totals(PatientFilter.all()));
        boolean tooOld = maxAge != null && status.isOlderThan(maxAge);
        if (isJson()) {
            print(status, (json, shown) -> write(json, shown, tooOld));
        } else {
            show(status);
            if (tooOld) {
                output().note(Style.ERROR, "The last load is older than --max-age, or there is none.");
            }
        }
        return tooOld ? ExitCode.TOO_OLD : ExitCode.DONE;
    }

    private void show(Status status) {
        if (status.last.isEmpty()) {
            output().out().println("There has been no run.");
        } else {
            SyncRun run = status.last.get();
            TextTable last = new TextTable("last run", "kind", "status", "time")
                    .wrapping("status")
                    .omitting("time")
                    .row(run.number(), RunsCommand.kind(run), RunsCommand.status(run), Cells.time(run.time()));
            output().print(last, output().out());
        }
        TextTable table = new TextTable("", "live", "total", "last load", "age", "time", "exported at")
                .omitting("time", "exported at", "last load");
        table.row(cells("patients", status.totals.patients(), "", status.patients));
        table.row(cells("payments", status.totals.payments(), status.totals.sum(), status.payments));
        output().print(table, output().out());
    }

    private static Object[] cells(String type, long live, Object total, Optional<Loaded> loaded) {
        List<Object> cells = new ArrayList<>(List.of(type, live, total));
        cells.add(loaded.map(load -> "run " + load.run.number()).orElse("none"));
        cells.add(loaded.map(load -> Durations.text(load.age)).orElse(""));
        cells.add(Cells.time(loaded.map(load -> load.run.time())));
        cells.add(Cells.time(loaded.flatMap(load -> load.run.exportedAt())));
        return cells.toArray();
    }

    private void write(Json json, Status status, boolean tooOld) throws IOException {
        json.object().flag("tooOld", tooOld).text("maxAge", maxAge);
        if (status.last.isPresent()) {
            StoreJson.run(json.field("lastRun"), status.last.get());
        } else {
            json.text("lastRun", null);
        }
        loaded(json, "lastPatients", status.patients);
        loaded(json, "lastPayments", status.payments);
        StoreJson.totals(json.field("totals"), status.totals);
        json.end();
    }

    private static void loaded(Json json, String field, Optional<Loaded> loaded) throws IOException {
        if (loaded.isEmpty()) {
            json.text(field, null);
            return;
        }
        SyncRun run = loaded.get().run;
        json.object(field)
                .number("run", run.number())
                .text("status", run.status())
                .text("time", run.time())
                .text("age", loaded.get().age.truncatedTo(ChronoUnit.SECONDS))
                .text("exportedAt", run.exportedAt())
                .end();
    }

    private record Status(
            Optional<SyncRun> last, Optional<Loaded> patients, Optional<Loaded> payments, PaymentTotals totals) {

        boolean isOlderThan(Duration maxAge) {
            return (patients.isEmpty() && payments.isEmpty())
                    || patients.filter(load -> load.isOlderThan(maxAge)).isPresent()
                    || payments.filter(load -> load.isOlderThan(maxAge)).isPresent();
        }
    }

    private record Loaded(SyncRun run, Duration age) {

        /** The last load with a set of this type. A delta counts for both: it has all that has changed. */
        static Optional<Loaded> last(List<SyncRun> runs, RecordType type, Instant now) {
            return runs.stream()
                    .filter(run -> run.status() != SyncRun.Status.REFUSED)
                    .filter(run -> run.kind() == SyncRun.Kind.DELTA
                            || (type == RecordType.PATIENT ? run.patients() : run.payments()).isFullSet())
                    .findFirst()
                    .map(run -> new Loaded(run, Duration.between(run.time(), now)));
        }

        boolean isOlderThan(Duration maxAge) {
            return age.compareTo(maxAge) > 0;
        }
    }
}
