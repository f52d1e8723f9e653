package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the mirror is fresh, from the latest runs of each type of record: an upload has one of them. Only
 * {@link State#FRESH} is green: a mirror that is refused what is sent, or is sent the same old export again, is not
 * fresh however often it syncs.
 *
 * @param type which type that is; empty if it is the same for both
 * @param latest the latest sync, refused or not
 * @param success the latest sync that was not refused
 * @param refused how many were refused since
 * @param lateBy how long ago the due time was that was missed
 */
record Freshness(
        State state,
        Optional<RecordType> type,
        Optional<SyncRun> latest,
        Optional<SyncRun> success,
        long refused,
        Optional<Instant> nextExpected,
        Optional<Duration> lateBy) {

    /** An export that is older when it is synced is one that was sent before. */
    private static final Duration OLDEST_EXPORT = Duration.ofHours(36);

    /** Above this share of rejected records the mirror keeps too much of what it was. */
    private static final double MOST_REJECTED = 0.2;

    /** Of those that are alike, the one with the latest sync. */
    private static final Comparator<Freshness> WORST_FIRST = Comparator.comparing((Freshness one) -> one.state)
            .thenComparing(one -> one.latest.map(SyncRun::number).orElse(0L), Comparator.reverseOrder());

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
     * Judges each type of record by the syncs that had its set, and returns what is worse. A type that no sync has had
     * is left out.
     *
     * @param runs the newest first
     * @param last the last successes, looked up after the runs
     */
    static Freshness of(List<SyncRun> runs, LastSync last, Optional<DueTime> due, Instant now) {
        List<Freshness> judged = Stream.of(
                        of(RecordType.PATIENT, runs, last.patients(), due, now),
                        of(RecordType.PAYMENT, runs, last.payments(), due, now))
                .filter(one -> one.state() != State.EMPTY)
                .toList();
        if (judged.isEmpty()) {
            return of(RecordType.PATIENT, List.of(), Optional.empty(), due, now);
        }
        Freshness worst = judged.stream().min(WORST_FIRST).orElseThrow();
        boolean differ = judged.stream().anyMatch(other -> other.state() != worst.state());
        return differ ? worst : worst.ofAll();
    }

    private Freshness ofAll() {
        return new Freshness(state, Optional.empty(), latest, success, refused, nextExpected, lateBy);
    }

    private static Freshness of(
            RecordType type, List<SyncRun> runs, Optional<SyncRun> success, Optional<DueTime> due, Instant now) {
        long succeeded = success.map(SyncRun::number).orElse(0L);
        List<SyncRun> refused = runs.stream()
                .filter(run -> run.number() > succeeded && isRefused(run) && isOf(type, run))
                .toList();
        boolean reverted = runs.stream().anyMatch(run -> run.number() > succeeded && run.kind() == SyncRun.Kind.REVERT);
        Instant last = success.map(SyncRun::time).orElse(Instant.EPOCH);
        Optional<Duration> lateBy = due.filter(time -> !time.isMet(time.last(now), last))
                .map(time -> Duration.between(time.last(now), now));
        return new Freshness(
                state(type, reverted, success, refused.size(), due, lateBy),
                Optional.of(type),
                refused.stream().findFirst().or(() -> success),
                success,
                refused.size(),
                due.map(time -> time.next(now, last)),
                lateBy);
    }

    private static State state(
            RecordType type,
            boolean reverted,
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
        if (reverted) {
            return State.REVERTED;
        }
        if (isIncomplete(type, success.get())) {
            return State.INCOMPLETE;
        }
        return lateBy.isPresent() ? State.DUE : due.isPresent() ? State.FRESH : State.UNWATCHED;
    }

    static boolean isSync(SyncRun run) {
        return SYNCS.contains(run.kind());
    }

    private static boolean isRefused(SyncRun run) {
        return isSync(run) && run.status() == SyncRun.Status.REFUSED;
    }

    /** A run of which it is not known which set it had, such as an empty delta, is one of both types. */
    private static boolean isOf(RecordType type, SyncRun run) {
        return has(RejectionHistory.counts(run, type)) || (!has(run.patients()) && !has(run.payments()));
    }

    private static boolean has(SyncCounts set) {
        return set.isFullSet() || set.read() > 0;
    }

    private static boolean isFrozen(SyncRun success) {
        return success.exportedAt()
                .filter(exported -> exported.plus(OLDEST_EXPORT).isBefore(success.time()))
                .isPresent();
    }

    /** Patients that are withheld withhold their payments, too. */
    private static boolean isIncomplete(RecordType type, SyncRun success) {
        SyncCounts set = RejectionHistory.counts(success, type);
        long withheld = success.patients().withheld() + success.payments().withheld();
        return withheld > 0 || set.rejected() > MOST_REJECTED * set.read();
    }
}
