package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A run as a row of a table; the counts are of patients and payments together. */
record RunRow(
        long number,
        String path,
        Times.Shown time,
        String kind,
        Badge outcome,
        String read,
        String inserted,
        String changed,
        String gone,
        String rejected,
        String withheld,
        String duration) {

    static RunRow of(SyncRun run, Times times) {
        return new RunRow(
                run.number(),
                path(run.number()),
                times.shown(run.time()),
                kind(run),
                outcome(run),
                Numbers.of(sum(run, SyncCounts::read)),
                written(run, inserted(run)),
                written(run, sum(run, SyncCounts::updated)),
                written(run, gone(run)),
                Numbers.of(sum(run, SyncCounts::rejected)),
                Numbers.of(sum(run, SyncCounts::withheld)),
                Times.precise(run.duration()));
    }

    /** A refused run counts what it would have written. */
    private static String written(SyncRun run, long count) {
        return run.status() == SyncRun.Status.REFUSED ? "–" : Numbers.of(count);
    }

    static String path(long number) {
        return "/admin/runs/" + number;
    }

    static String kind(SyncRun run) {
        String word = Words.of(run.kind());
        return word.substring(0, 1).toUpperCase(Locale.ENGLISH) + word.substring(1);
    }

    static Badge outcome(SyncRun run) {
        return switch (run.status()) {
            case APPLIED -> new Badge(Tone.GOOD, "Applied");
            case UNCHANGED -> new Badge(Tone.PLAIN, "Unchanged");
            case REFUSED -> new Badge(Tone.BAD, "Refused");
        };
    }

    /** Why the run was refused; empty if it was not. */
    static String reasons(SyncRun run) {
        return run.refusedFor().stream().map(Words::of).collect(Collectors.joining(", "));
    }

    static long sum(SyncRun run, ToLongFunction<SyncCounts> count) {
        return count.applyAsLong(run.patients()) + count.applyAsLong(run.payments());
    }

    /** Records that are new, or back. */
    static long inserted(SyncRun run) {
        return sum(run, SyncCounts::inserted) + sum(run, SyncCounts::restored);
    }

    static long gone(SyncRun run) {
        return sum(run, SyncCounts::deleted);
    }
}
