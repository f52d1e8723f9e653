package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    "Exit with 8 if the patients or the payments are older, for example 26h, 90m or 2d, or were never"
                            + " loaded. Their age is that of the export if its time is known, else of the load. A type"
                            + " without a load and without records does not count.")
    private @Nullable Duration maxAge;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        PaymentTotals totals = store.totals(PatientFilter.all()); // first: a load in between is then seen below
        Optional<SyncRun> last = store.syncRuns(1).stream().findFirst();
        Map<RecordType, LastLoad> loads = LastLoad.ofEachType(store);
        Status status = new Status(
                last,
                Optional.ofNullable(loads.get(RecordType.PATIENT)),
                Optional.ofNullable(loads.get(RecordType.PAYMENT)),
                totals);
        boolean tooOld = maxAge != null && status.isOlderThan(maxAge);
        if (isJson()) {
            print(status, (json, shown) -> write(json, shown, tooOld));
        } else {
            show(status);
            if (tooOld) {
                output().note(Style.ERROR, "The patients or payments are older than --max-age, or were never loaded.");
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
        TextTable table = new TextTable("", "live", "total", "last load", "age", "age of", "time", "exported at")
                .omitting("time", "exported at", "last load");
        table.row(cells("patients", status.totals.patients(), "", status.patients));
        table.row(cells("payments", status.totals.payments(), status.totals.sum(), status.payments));
        output().print(table, output().out());
    }

    private static Object[] cells(String type, long live, Object total, Optional<LastLoad> loaded) {
        List<Object> cells = new ArrayList<>(List.of(type, live, total));
        cells.add(loaded.map(load -> "run " + load.run().number()).orElse("none"));
        cells.add(loaded.map(load -> Durations.text(load.age())).orElse(""));
        cells.add(Cells.text(loaded.map(LastLoad::ageOf)));
        cells.add(Cells.time(loaded.map(load -> load.run().time())));
        cells.add(Cells.time(loaded.flatMap(load -> load.run().exportedAt())));
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

    private static void loaded(Json json, String field, Optional<LastLoad> loaded) throws IOException {
        if (loaded.isEmpty()) {
            json.text(field, null);
            return;
        }
        SyncRun run = loaded.get().run();
        json.object(field)
                .number("run", run.number())
                .text("status", run.status())
                .text("time", run.time())
                .text("age", loaded.get().age().truncatedTo(ChronoUnit.SECONDS))
                .text("ageOf", loaded.get().ageOf())
                .text("exportedAt", run.exportedAt())
                .end();
    }

    private record Status(
            Optional<SyncRun> last, Optional<LastLoad> patients, Optional<LastLoad> payments, PaymentTotals totals) {

        boolean isOlderThan(Duration maxAge) {
            return (patients.isEmpty() && payments.isEmpty())
                    || isOlderThan(maxAge, patients, totals.patients())
                    || isOlderThan(maxAge, payments, totals.payments());
        }

        /** Records of which no load is known can be of any age. */
        private static boolean isOlderThan(Duration maxAge, Optional<LastLoad> loaded, long live) {
            return loaded.map(load -> load.isOlderThan(maxAge)).orElse(live > 0);
        }
    }
}
