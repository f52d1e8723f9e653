package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.SyncRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The start page: whether the mirror is fresh. */
final class OverviewPage implements Section {

    private static final int FEW = 100;
    private static final int MANY = 1_000;
    private static final int SHOWN = 6;

    private final PatientPaymentStore store;
    private final Times times;
    private final Optional<DueTime> due;

    OverviewPage(PatientPaymentStore store, AdminSettings settings, Times times) {
        this.store = store;
        this.times = times;
        this.due = settings.due().map(time -> new DueTime(time, settings.grace(), settings.zone()));
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(AdminRoute.page("/admin", this::show));
    }

    /**
     * A figure with a label.
     *
     * @param path of the page that it leads to
     */
    record Tile(String label, String value, String detail, Optional<String> path) {}

    /** The page. */
    record Model(Badge state, String sentence, String advice, List<Tile> tiles, List<RunRow> runs, boolean empty) {}

    private AdminResponse show(Visit visit) {
        List<SyncRun> runs = runs();
        Freshness freshness = Freshness.of(runs, due, times.now());
        Model model = new Model(
                freshness.state().badge(),
                sentence(freshness),
                advice(freshness),
                tiles(freshness),
                runs.stream().limit(SHOWN).map(run -> RunRow.of(run, times)).toList(),
                runs.isEmpty());
        return visit.page(Tab.OVERVIEW, "Overview", "overview", model);
    }

    /** The latest runs: more if the last success is not among a few. */
    private List<SyncRun> runs() {
        List<SyncRun> few = store.syncRuns(FEW);
        boolean enough = few.size() < FEW
                || few.stream().anyMatch(run -> Freshness.isSync(run) && run.status() != SyncRun.Status.REFUSED);
        return enough ? few : store.syncRuns(MANY);
    }

    private String sentence(Freshness freshness) {
        String last = freshness
                .success()
                .map(run -> "The last sync that succeeded was "
                        + times.shown(run.time()).ago() + ".")
                .orElse("No sync has succeeded yet.");
        return switch (freshness.state()) {
            case EMPTY -> "Nothing has been synced yet.";
            case REFUSED ->
                "The last "
                        + (freshness.refused() == 1 ? "sync was" : Numbers.of(freshness.refused()) + " syncs were")
                        + " refused (" + freshness.latest().map(RunRow::reasons).orElse("") + "). " + last;
            case FROZEN ->
                "The last sync brought an old export, of "
                        + freshness
                                .success()
                                .flatMap(SyncRun::exportedAt)
                                .map(time -> times.shown(time).text())
                                .orElse("")
                        + ".";
            case REVERTED -> "The mirror was reverted to an earlier state. " + last;
            case INCOMPLETE -> "The last sync left records as they were. " + last;
            case LATE, DUE ->
                last + " It was due " + freshness.lateBy().map(Times::words).orElse("") + " ago.";
            case UNWATCHED, FRESH -> last;
        };
    }

    private static String advice(Freshness freshness) {
        return switch (freshness.state()) {
            case EMPTY -> "Send a snapshot to the service, or load one with the loader.";
            case REFUSED ->
                "The mirror keeps what it had. Look at the run, and ask the other system for a correct export.";
            case FROZEN -> "The other system sends the same export again. Ask why it makes no new one.";
            case LATE -> "Look whether the other system has made its export, and whether the job that sends it runs.";
            case REVERTED -> "The next snapshot decides again.";
            case INCOMPLETE ->
                "Deletions were withheld, or more than a fifth of the records was rejected. Look at the run.";
            case DUE -> "It is within the grace period.";
            case UNWATCHED -> "Start the service with --due, such as --due 07:00, to see when a sync is late.";
            case FRESH -> "";
        };
    }

    private List<Tile> tiles(Freshness freshness) {
        List<Tile> tiles = new ArrayList<>();
        Times.Shown none = new Times.Shown("", "Never", "");
        Times.Shown success =
                freshness.success().map(run -> times.shown(run.time())).orElse(none);
        tiles.add(new Tile(
                "Last success",
                success.text(),
                success.ago(),
                freshness.success().map(run -> RunRow.path(run.number()))));
        Times.Shown next =
                freshness.nextExpected().map(times::shown).orElse(new Times.Shown("", "Not set", "Option --due"));
        tiles.add(new Tile("Next expected", next.text(), next.ago(), Optional.empty()));
        String grace = due.map(time -> "Grace: " + Times.words(time.grace())).orElse("Option --grace");
        tiles.add(new Tile("Late by", freshness.lateBy().map(Times::words).orElse("–"), grace, Optional.empty()));
        Optional<SyncRun> latest = freshness.latest();
        tiles.add(new Tile(
                "Rejected in the last sync",
                latest.map(run -> Numbers.of(RunRow.sum(run, counts -> counts.rejected())))
                        .orElse("–"),
                latest.map(run -> "of " + Numbers.of(RunRow.sum(run, counts -> counts.read()), "record", "records"))
                        .orElse(""),
                Optional.empty()));
        return tiles;
    }
}
