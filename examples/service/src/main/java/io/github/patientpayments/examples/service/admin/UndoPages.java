package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.examples.service.held.Signature;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Undoes a run and all later ones: shows what that would do, and then does it if nothing has changed meanwhile. */
final class UndoPages implements Section {

    private static final String PATH = "/admin/runs/{run}/undo";
    private static final int CHANGES = 100;
    private static final Set<SyncRun.Kind> UNDOABLE =
            EnumSet.of(SyncRun.Kind.SNAPSHOT, SyncRun.Kind.DELTA, SyncRun.Kind.REVERT);

    private final PatientPaymentStore store;
    private final Times times;

    /** How long the last preview took; other stores and other databases have other times. */
    private volatile @Nullable Duration took;

    UndoPages(PatientPaymentStore store, Times times) {
        this.store = store;
        this.times = times;
    }

    static boolean isUndoable(SyncRun run) {
        return run.status() == SyncRun.Status.APPLIED && UNDOABLE.contains(run.kind());
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.page(PATH, this::start),
                AdminRoute.action(PATH + "/preview", this::preview),
                AdminRoute.action(PATH, this::undo));
    }

    /** A change, without the values: names stand on the page of the patient only. */
    record ChangeRow(String kind, String type, long id, String fields) {}

    /** What would be done. */
    record Model(
            RunRow run,
            long before,
            long base,
            long later,
            boolean hasLater,
            boolean nothing,
            List<RunCount> counts,
            List<ChangeRow> changes,
            boolean more,
            Form form) {}

    /** What the person has entered. */
    record Form(String by, String why, Optional<String> error) {

        static Form of(AdminRequest request, String error) {
            return new Form(request.field("by"), request.field("why"), Optional.of(error));
        }
    }

    /** What starts a preview: a look at an address must not keep syncs waiting. */
    record Start(RunRow run, long before, Optional<String> took) {}

    private AdminResponse start(Visit visit) {
        SyncRun run = run(visit);
        Start start = new Start(
                RunRow.of(run, times),
                run.number() - 1,
                Optional.ofNullable(took).map(Times::precise));
        return visit.page(Tab.RUNS, "Undo run " + run.number(), "undostart", start);
    }

    private AdminResponse preview(Visit visit) {
        return page(visit, new Form("", "", Optional.empty()));
    }

    private AdminResponse page(Visit visit, Form form) {
        SyncRun run = run(visit);
        Instant begun = times.now();
        Preview preview = store.previewRevert(run.number() - 1, SyncOptions.defaults(), CHANGES);
        took = Duration.between(begun, times.now());
        SyncReport report = preview.report();
        long changed = RunRow.inserted(report) + RunRow.sum(report, each -> each.updated()) + RunRow.gone(report);
        long later = preview.baseRun() - run.number();
        Model model = new Model(
                RunRow.of(run, times),
                run.number() - 1,
                preview.baseRun(),
                later,
                later > 0,
                changed == 0,
                RunCount.ofRevert(report),
                preview.changes().stream().map(UndoPages::row).toList(),
                changed > preview.changes().size(),
                form);
        return visit.page(Tab.RUNS, "Undo run " + run.number(), "undo", model);
    }

    private static ChangeRow row(Change change) {
        return new ChangeRow(
                Words.of(change.kind()),
                Words.of(change.recordType()),
                change.id(),
                change.fields().stream().map(FieldChange::field).collect(Collectors.joining(", ")));
    }

    private AdminResponse undo(Visit visit) {
        SyncRun run = run(visit);
        long base = AdminRequest.number(visit.request().field("base"));
        try {
            String note =
                    new Signature(visit.request().field("by"), visit.request().field("why")).note("Undone");
            SyncReport report = store.revertTo(
                    run.number() - 1, SyncOptions.defaults().onBase(base).withNote(note));
            visit.log("undo", "run " + run.number() + " by run " + report.number());
            return visit.redirect(
                    RunRow.path(report.number()),
                    Notice.success("Undone: the mirror is what it was before run " + run.number() + "."));
        } catch (SnapshotRefusedException e) {
            visit.log("undo-refused", "run " + run.number());
            return visit.redirect(
                    RunRow.path(run.number()) + "/undo",
                    Notice.failure("Nothing was undone: the store has changed since the preview. Look at a new one."));
        } catch (IllegalArgumentException e) {
            return page(visit, Form.of(visit.request(), String.valueOf(e.getMessage())));
        }
    }

    private SyncRun run(Visit visit) {
        return store.syncRun(visit.request().number())
                .filter(UndoPages::isUndoable)
                .orElseThrow(AdminProblem::notFound);
    }
}
