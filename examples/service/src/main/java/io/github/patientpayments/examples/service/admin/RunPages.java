package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.service.held.HeldInputs;
import io.github.patientpayments.sync.SyncRun;
import java.util.List;
import java.util.Optional;

/** The run log, and the report of each run. */
final class RunPages implements Section {

    private static final int PER_PAGE = 100;
    private static final int BARS = 50;

    private final PatientPaymentStore store;
    private final Optional<HeldInputs> held;
    private final Times times;

    RunPages(PatientPaymentStore store, Optional<HeldInputs> held, Times times) {
        this.store = store;
        this.held = held;
        this.times = times;
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(AdminRoute.page("/admin/runs", this::list), AdminRoute.page("/admin/runs/{run}", this::report));
    }

    /**
     * A page of the log.
     *
     * @param older the number of the run before which the next page begins
     */
    record Model(
            RunChart chart,
            boolean hasChart,
            List<FoldedRuns.Row> rows,
            boolean empty,
            Optional<Long> older,
            boolean first) {}

    private AdminResponse list(Visit visit) {
        Optional<Long> before = visit.request().parameter("before").map(AdminRequest::number);
        List<SyncRun> runs = before.map(run -> store.syncRuns(run, PER_PAGE)).orElseGet(() -> store.syncRuns(PER_PAGE));
        long last = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).number();
        List<SyncRun> bars = runs.stream()
                .filter(run -> Freshness.isSync(run) || run.kind() == SyncRun.Kind.REVERT)
                .limit(BARS)
                .toList();
        Model model = new Model(
                RunChart.of(bars, times),
                !bars.isEmpty(),
                FoldedRuns.of(runs, times),
                runs.isEmpty(),
                Optional.of(last).filter(number -> runs.size() == PER_PAGE),
                before.isEmpty());
        return visit.page(Tab.RUNS, "Runs", "runs", model);
    }

    /** The report of a run. */
    record Report(
            RunRow run,
            String attempt,
            Optional<Times.Shown> exported,
            Optional<String> reasons,
            boolean refused,
            Optional<Long> revertedTo,
            Optional<String> note,
            List<RunCount> counts,
            Optional<String> rejections,
            boolean undoable,
            long before,
            Optional<HeldRow> held,
            Optional<Long> newer,
            Optional<Long> older) {}

    private AdminResponse report(Visit visit) {
        SyncRun run = store.syncRun(visit.request().number()).orElseThrow(AdminProblem::notFound);
        boolean rejected = RunRow.sum(run, counts -> counts.rejected()) > 0;
        Report report = new Report(
                RunRow.of(run, times),
                run.attempt().toString(),
                run.exportedAt().map(times::shown),
                Optional.of(RunRow.reasons(run)).filter(reasons -> !reasons.isEmpty()),
                run.status() == SyncRun.Status.REFUSED,
                run.revertedTo().isPresent() ? Optional.of(run.revertedTo().getAsLong()) : Optional.empty(),
                run.note(),
                RunCount.of(run),
                rejected ? Optional.of("/admin/rejections?run=" + run.number()) : Optional.empty(),
                UndoPages.isUndoable(run),
                run.number() - 1,
                held.flatMap(inputs -> inputs.of(run.number())).map(input -> HeldRow.of(input, times)),
                Optional.of(run.number() + 1)
                        .filter(number -> store.syncRun(number).isPresent()),
                store.syncRuns(run.number(), 1).stream().map(SyncRun::number).findFirst());
        return visit.page(Tab.RUNS, "Run " + run.number(), "run", report);
    }
}
