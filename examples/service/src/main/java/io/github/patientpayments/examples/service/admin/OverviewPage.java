package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.LastSync;
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
        List<SyncRun> few = store.syncRuns(FEW);
        LastSync last = store.lastSync();
        List<SyncRun> runs = reach(few, last) ? few : store.syncRuns(MANY);
        Freshness freshness = Freshness.of(runs, last, due, times.now());
        Model model = new Model(
                freshness.state().badge(),
                sentence(freshness),
                advice(freshness),
                tiles(freshness),
                runs.stream().limit(SHOWN).map(run -> RunRow.of(run, times)).toList(),
                runs.isEmpty());
        return visit.page(Tab.OVERVIEW, "Overview", "overview", model);
    }

    /** Whether the runs since the last success of each type are among these. */
    private static boolean reach(List<SyncRun> runs, LastSync last) {
        return runs.size() < FEW
                || last.both()
                        .filter(run -> run.number() >= runs.get(FEW - 1).number())
                        .isPresent();
    }

    private String sentence(Freshness freshness) {
        String of = of(freshness);
        String last = freshness
                .success()
                .map(run -> "The last sync" + of + " that succeeded was "
                        + times.shown(run.time()).ago() + ".")
                .orElse("No sync" + of + " has succeeded yet.");
        return switch (freshness.state()) {
            case EMPTY -> "Nothing has been synced yet.";
            case REFUSED ->
                "The last "
                        + (freshness.refused() == 1
                                ? "sync" + of + " was"
                                : Numbers.of(freshness.refused()) + " syncs" + of + " were")
                        + " refused (" + freshness.latest().map(RunRow::reasons).orElse("") + "). " + last;
            case FROZEN ->
                "The last sync" + of + " brought an old export, of "
                        + freshness
                                .success()
                                .flatMap(SyncRun::exportedAt)
                                .map(time -> times.shown(time).text())
                                .orElse("")
                        + ".";
            case REVERTED -> "The mirror was reverted to an earlier state. " + last;
            case INCOMPLETE -> "The last sync" + of + " left records as they were. " + last;
            case LATE, DUE ->
                last + " It was due " + freshness.lateBy().map(Times::words).orElse("") + " ago.";
            case UNWATCHED, FRESH -> last;
        };
    }

    /** Which syncs it is about; empty for all. */
    private static String of(Freshness freshness) {
        return freshness
                .type()
                .map(type -> type == RecordType.PATIENT ? " of patients" : " of payments")
                .orElse("");
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
                "Last success" + of(freshness),
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
                "Rejected in the last sync" + of(freshness),
                latest.map(run -> Numbers.of(RunRow.sum(run, counts -> counts.rejected())))
                        .orElse("–"),
                latest.map(run -> "of " + Numbers.of(RunRow.sum(run, counts -> counts.read()), "record", "records"))
                        .orElse(""),
                Optional.empty()));
        return tiles;
    }
}
