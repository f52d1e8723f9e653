package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the mirror is fresh, from the latest runs. Only {@link State#FRESH} is green: a mirror that is refused what
 * is sent, or is sent the same old export again, is not fresh however often it syncs.
 *
 * @param latest the latest sync, refused or not
 * @param success the latest sync that was not refused
 * @param refused how many were refused since
 * @param lateBy how long ago the due time was that was missed
 */
record Freshness(
        State state,
        Optional<SyncRun> latest,
        Optional<SyncRun> success,
        long refused,
        Optional<Instant> nextExpected,
        Optional<Duration> lateBy) {

    /** An export that is older when it is synced is one that was sent before. */
    private static final Duration OLDEST_EXPORT = Duration.ofHours(36);

    /** Above this share of rejected records the mirror keeps too much of what it was. */
    private static final double MOST_REJECTED = 0.2;

    private static final Set<SyncRun.Kind> SYNCS = EnumSet.of(SyncRun.Kind.SNAPSHOT, SyncRun.Kind.DELTA);

    /** In the order of how bad they are. */
    enum State {
        EMPTY(Tone.INFO, "No data"),
        REFUSED(Tone.BAD, "Refused"),
        FROZEN(Tone.BAD, "Frozen"),
        LATE(Tone.BAD, "Late"),
        REVERTED(Tone.WARN, "Reverted"),
        INCOMPLETE(Tone.WARN, "Incomplete"),
        DUE(Tone.WARN, "Due"),
        UNWATCHED(Tone.INFO, "No due time"),
        FRESH(Tone.GOOD, "Fresh");

        private final Tone tone;
        private final String word;

        State(Tone tone, String word) {
            this.tone = tone;
            this.word = word;
        }

        Badge badge() {
            return new Badge(tone, word);
        }
    }

    /**
     * Judges the runs.
     *
     * @param runs the newest first
     */
    static Freshness of(List<SyncRun> runs, Optional<DueTime> due, Instant now) {
        List<SyncRun> syncs = runs.stream().filter(Freshness::isSync).toList();
        long refused = syncs.stream().takeWhile(Freshness::isRefused).count();
        Optional<SyncRun> success = syncs.stream().skip(refused).findFirst();
        Instant last = success.map(SyncRun::time).orElse(Instant.EPOCH);
        Optional<Duration> lateBy = due.filter(time -> !time.isMet(time.last(now), last))
                .map(time -> Duration.between(time.last(now), now));
        return new Freshness(
                state(runs, success, refused, due, lateBy),
                syncs.stream().findFirst(),
                success,
                refused,
                due.map(time -> time.next(now, last)),
                lateBy);
    }

    private static State state(
            List<SyncRun> runs,
            Optional<SyncRun> success,
            long refused,
            Optional<DueTime> due,
            Optional<Duration> lateBy) {
        if (refused > 0) {
            return State.REFUSED;
        }
        if (success.isEmpty()) {
            return State.EMPTY;
        }
        if (isFrozen(success.get())) {
            return State.FROZEN;
        }
        if (lateBy.isPresent() && lateBy.get().compareTo(due.orElseThrow().grace()) > 0) {
            return State.LATE;
        }
        if (isReverted(runs)) {
            return State.REVERTED;
        }
        if (isIncomplete(success.get())) {
            return State.INCOMPLETE;
        }
        return lateBy.isPresent() ? State.DUE : due.isPresent() ? State.FRESH : State.UNWATCHED;
    }

    static boolean isSync(SyncRun run) {
        return SYNCS.contains(run.kind());
    }

    private static boolean isRefused(SyncRun run) {
        return run.status() == SyncRun.Status.REFUSED;
    }

    private static boolean isFrozen(SyncRun success) {
        return success.exportedAt()
                .filter(exported -> exported.plus(OLDEST_EXPORT).isBefore(success.time()))
                .isPresent();
    }

    private static boolean isReverted(List<SyncRun> runs) {
        return runs.stream()
                .filter(run -> isSync(run) || run.kind() == SyncRun.Kind.REVERT)
                .findFirst()
                .filter(run -> run.kind() == SyncRun.Kind.REVERT)
                .isPresent();
    }

    private static boolean isIncomplete(SyncRun success) {
        long withheld = success.patients().withheld() + success.payments().withheld();
        long rejected = success.patients().rejected() + success.payments().rejected();
        long read = success.patients().read() + success.payments().read();
        return withheld > 0 || rejected > MOST_REJECTED * read;
    }
}
