package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.examples.service.held.HeldException;
import io.github.patientpayments.examples.service.held.HeldInput;
import io.github.patientpayments.examples.service.held.HeldInputs;
import io.github.patientpayments.examples.service.held.SentTotals;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages of refused uploads, on which a person decides. */
final class HeldPages implements Section {

    private static final int DECIDED = 50;

    private final PatientPaymentStore store;
    private final Optional<HeldInputs> held;
    private final SentTotals sent;
    private final Times times;

    HeldPages(PatientPaymentStore store, Optional<HeldInputs> held, SentTotals sent, Times times) {
        this.store = store;
        this.held = held;
        this.sent = sent;
        this.times = times;
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.page("/admin/held", this::list),
                AdminRoute.page("/admin/held/{run}", this::show),
                AdminRoute.action("/admin/held/{run}/preview", this::preview),
                AdminRoute.action("/admin/held/{run}", this::decide));
    }

    static String path(long run) {
        return "/admin/held/" + run;
    }

    /** The list. */
    record ListModel(boolean on, List<HeldRow> waiting, boolean none, List<HeldRow> decided, boolean anyDecided) {}

    private AdminResponse list(Visit visit) {
        List<HeldRow> rows = held.stream()
                .flatMap(inputs -> inputs.all().stream())
                .map(input -> HeldRow.of(input, times))
                .toList();
        List<HeldRow> waiting =
                rows.stream().filter(row -> row.decision().isEmpty()).toList();
        List<HeldRow> decided = rows.stream()
                .filter(row -> row.decision().isPresent())
                .limit(DECIDED)
                .toList();
        return visit.page(
                Tab.HELD,
                "Held inputs",
                "held",
                new ListModel(held.isPresent(), waiting, waiting.isEmpty(), decided, !decided.isEmpty()));
    }

    private AdminResponse show(Visit visit) {
        return page(visit, input(visit), HeldForm.empty());
    }

    private HeldInput input(Visit visit) {
        return inputs().find(visit.request().number()).orElseThrow(AdminProblem::notFound);
    }

    private HeldInputs inputs() {
        return held.orElseThrow(AdminProblem::notFound);
    }

    private AdminResponse page(Visit visit, HeldInput input, HeldForm form) {
        long base = inputs().base();
        long seen = form.preview().map(Preview::baseRun).orElse(form.base().orElse(input.base()));
        HeldModel model = HeldModel.of(input, form, seen, base == seen, store.syncRun(input.run()), times);
        return visit.page(Tab.HELD, "Held input of run " + input.run(), "heldinput", model);
    }

    /** Shows what it would do now; the names only after another click. */
    private AdminResponse preview(Visit visit) {
        HeldInput input = input(visit);
        boolean named = visit.request().field("names").equals("true");
        boolean withheld = visit.request().field("withheld").equals("true");
        visit.log(named ? "held-preview-with-names" : "held-preview", "run " + input.run());
        try {
            Preview preview = inputs().preview(input.run(), withheld, Preview.MAX_CHANGES);
            return page(visit, input, HeldForm.of(visit.request()).with(preview, named, withheld));
        } catch (HeldException e) {
            return visit.redirect(path(input.run()), Notice.failure(String.valueOf(e.getMessage())));
        }
    }

    private AdminResponse decide(Visit visit) {
        HeldInput input = input(visit);
        HeldForm form = HeldForm.of(visit.request());
        Optional<String> mistake = form.mistake(input);
        if (mistake.isPresent()) {
            return page(visit, input, form.with(mistake.get()));
        }
        try {
            Optional<SyncReport> report = inputs().decide(input.run(), form.request());
            visit.log("held-" + form.kind().orElseThrow().name().toLowerCase(Locale.ROOT), "run " + input.run());
            report.ifPresent(run -> sent.note(input.upload(), run));
            return visit.redirect(
                    report.map(run -> RunRow.path(run.number())).orElse("/admin/held"), Notice.success(done(report)));
        } catch (HeldException e) {
            visit.log("held-refused", "run " + input.run());
            return visit.redirect(path(input.run()), Notice.failure(String.valueOf(e.getMessage())));
        } catch (SnapshotRefusedException e) {
            visit.log("held-refused", "run " + input.run());
            return page(visit, input, form.with(refused(e)));
        } catch (IllegalArgumentException e) {
            return page(visit, input, form.with(String.valueOf(e.getMessage())));
        }
    }

    private static String done(Optional<SyncReport> report) {
        return report.map(run -> "The held input was applied as run " + run.number() + ".")
                .orElse("The held input was dismissed. Its file is deleted.");
    }

    private static String refused(SnapshotRefusedException refused) {
        boolean moved = refused.refusals().stream().anyMatch(one -> one.reason() == Refusal.Reason.BASE_MOVED);
        if (moved) {
            return "The mirror has changed since these figures were made. Nothing was applied. Look at a new preview.";
        }
        return refused.refusals().stream()
                .map(Refusal::message)
                .collect(Collectors.joining(" ", "It was refused again, and nothing was applied. ", ""));
    }
}
