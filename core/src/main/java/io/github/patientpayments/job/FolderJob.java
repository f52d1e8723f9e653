package io.github.patientpayments.job;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.job.DropFolder.Outcome;
import io.github.patientpayments.job.DropFolder.Result;
import io.github.patientpayments.job.PairNames.Pair;
import io.github.patientpayments.job.PairSync.Decision;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The steps of the job. Those of a pair: write its journal, move both files into {@code working}, sync, write the
 * decision into the journal, move both files, move the journal. After a process was killed, the next one finds out by
 * the journal which step comes next.
 */
final class FolderJob {

    /**
     * The folders on which this process is at work. Not even a second channel may be opened on such a folder's lock
     * file: when a process closes any channel on a file, Linux releases all the locks that the process has on it.
     */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final PatientPaymentStore store;
    private final JobFiles files;
    private final PairNames names;
    private final PairSync sync;
    private final Clock clock;
    private final Duration quiet;

    FolderJob(PatientPaymentStore store, JobFiles files, PairNames names, PairSync sync, Clock clock, Duration quiet) {
        this.store = store;
        this.files = files;
        this.names = names;
        this.sync = sync;
        this.clock = clock;
        this.quiet = quiet;
    }

    List<Result> run() {
        try {
            files.create();
            Path folder = files.realPath();
            if (!IN_USE.add(folder)) {
                return List.of(); // another thread of this process
            }
            try {
                return runIfAlone();
            } finally {
                IN_USE.remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Result> runIfAlone() throws IOException {
        try (FileChannel channel =
                        FileChannel.open(files.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            return lock == null ? List.of() : runAlone();
        }
    }

    /** Ends with the process, so a killed one leaves no lock behind. */
    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this process has this class twice, by another class loader
        }
    }

    /**
     * No later run returns the results before a failure, so they are worth more than the exception: the next run begins
     * with what has failed, and throws if it fails again.
     */
    private List<Result> runAlone() throws IOException {
        List<Result> results = new ArrayList<>();
        try {
            run(results);
        } catch (IOException | RuntimeException e) {
            if (results.isEmpty()) {
                throw e;
            }
        }
        return List.copyOf(results);
    }

    private void run(List<Result> results) throws IOException {
        List<Work> works = new ArrayList<>();
        Set<String> unfinished = new HashSet<>();
        for (Journal journal : files.journals()) {
            resume(journal, works, results);
        }
        files.journals().forEach(journal -> unfinished.add(journal.pair().key()));
        names.pairs(files.quietSince(clock.instant().minus(quiet)).stream()).forEach((key, pair) -> {
            if (!unfinished.contains(key)) {
                works.add(new Work(pair, null, exportTime(pair)));
            }
        });
        works.sort(Comparator.comparing(Work::exportedAt)
                .thenComparing(work -> work.pair().key()));
        for (Work work : works) {
            if (work.journal() != null || files.isQuietSince(clock.instant().minus(quiet), work.pair())) {
                results.add(work(work));
            } // otherwise it was sent again during the syncs before it, and waits for the next run
        }
    }

    /** Finishes, gives back or takes up again what an earlier process left in {@code working}. */
    private void resume(Journal journal, List<Work> works, List<Result> results) throws IOException {
        Pair pair = journal.pair();
        if (journal.outcome() != null) {
            Optional<SyncRun> run =
                    journal.outcome() == Outcome.REFUSED ? Optional.empty() : store.syncRun(journal.attempt());
            results.add(move(journal, journal.outcome(), run));
        } else if (files.isClaimed(pair)) {
            works.add(new Work(pair, journal, exportTime(pair)));
        } else {
            Optional<String> again = files.giveBack(pair);
            if (again.isEmpty()) {
                files.forget(pair);
            } else {
                String text = again.get() + " was sent again before it was applied. The new file is in use instead.";
                results.add(decide(journal, new Decision(Outcome.REFUSED, Optional.empty(), text)));
            }
        }
    }

    private Result work(Work work) throws IOException {
        Pair pair = work.pair();
        Journal earlier = work.journal();
        Optional<SyncRun> applied = earlier == null ? Optional.empty() : applied(earlier.attempt());
        if (earlier != null && applied.isPresent()) {
            String note = ", by a process that ended before it moved the files";
            return decide(earlier, PairSync.applied(applied.get(), note));
        }
        Journal claimed = Journal.claimed(pair);
        files.write(claimed);
        if (earlier == null) {
            files.claim(pair);
        }
        String problem = problem(pair);
        return decide(
                claimed,
                problem == null
                        ? sync.sync(store, pair, claimed.attempt(), files.patientsOf(pair), files.paymentsOf(pair))
                        : new Decision(Outcome.REFUSED, Optional.empty(), problem));
    }

    /** The run of a process that did not come to note its end. One that was refused is synced again for its report. */
    private Optional<SyncRun> applied(UUID attempt) {
        return store.syncRun(attempt).filter(run -> run.status() != SyncRun.Status.REFUSED);
    }

    private Result decide(Journal claimed, Decision decision) throws IOException {
        Journal decided = claimed.decided(
                decision.outcome(), files.freeSuffix(claimed.pair(), decision.outcome()), decision.text());
        files.write(decided);
        return move(decided, decision.outcome(), decision.run());
    }

    private Result move(Journal decided, Outcome outcome, Optional<SyncRun> run) throws IOException {
        return new Result(decided.pair().key(), outcome, run, files.moveDecided(decided, outcome));
    }

    /** A pair without a time comes first, since it is only moved. */
    private Instant exportTime(Pair pair) {
        return problem(pair) == null ? sync.exportedAt(pair) : Instant.MIN;
    }

    private @Nullable String problem(Pair pair) {
        try {
            sync.exportedAt(pair);
            return null;
        } catch (DateTimeException | IllegalArgumentException e) {
            return "No time of export. " + PairSync.reason(e);
        }
    }

    /**
     * A pair to sync.
     *
     * @param pair the files
     * @param journal null unless an earlier process has claimed them
     * @param exportedAt decides the order
     */
    private record Work(Pair pair, @Nullable Journal journal, Instant exportedAt) {}
}
