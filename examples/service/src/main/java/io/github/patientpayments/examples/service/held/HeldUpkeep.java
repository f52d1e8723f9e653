package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of held inputs by themselves: they expire or are replaced, and decisions are completed whose end was not
 * seen.
 */
record HeldUpkeep(PatientPaymentStore store, HeldFolder folder) {

    static final String SERVICE = "the service";

    private static final Logger LOG = LoggerFactory.getLogger(HeldUpkeep.class);

    /** Of uploads that wait, so that a sender who repeats a refused delta does not fill the disk. */
    private static final int MOST = 20;

    /** That are read from the log at once. */
    private static final int RUNS = 100;

    /** For how long it is kept what a person has decided: without any record. */
    private static final Duration REMEMBERED = Duration.ofDays(400);

    /** The same for what the service has decided, which nobody has to answer for. */
    private static final Duration NOTED = Duration.ofDays(7);

    /**
     * What is or was held, the newest first, after the upkeep. Without the database, what depends on it is left to a
     * later look.
     *
     * @param deciding the runs whose inputs are being decided on
     */
    List<HeldInput> all(Set<Long> deciding) throws IOException {
        for (HeldInput input : folder.claimed()) {
            try {
                resume(input, deciding);
            } catch (StoreException e) {
                LOG.warn("Whether the input of run {} was applied can't be looked up: {}", input.run(), e.getMessage());
            }
        }
        List<HeldInput> all = new ArrayList<>();
        List<HeldInput> read = folder.all(); // after the decisions, which replace other inputs
        for (HeldInput input : read) {
            tidy(input, deciding).ifPresent(all::add);
        }
        folder.deleteForgotten(read.stream().map(HeldInput::run).collect(Collectors.toSet()));
        return all;
    }

    /**
     * What is or was held of a run, after the upkeep.
     *
     * @param deciding the runs whose inputs are being decided on
     * @throws StoreException if the end of a decision is to be found out, and the database is unavailable
     */
    Optional<HeldInput> find(long run, Set<Long> deciding) throws IOException {
        Optional<HeldInput> input = folder.find(run);
        if (input.isPresent() && folder.of(run).isClaimed()) {
            resume(input.get(), deciding);
            input = folder.find(run);
        }
        return input.isPresent() ? tidy(input.get(), deciding) : input;
    }

    /** Whether one more input can wait: not too many do, or it replaces one of them. */
    boolean hasRoom(Upload upload, Set<Long> deciding) throws IOException {
        List<Upload> waiting = all(deciding).stream()
                .filter(input -> isOpen(input, deciding))
                .map(HeldInput::upload)
                .toList();
        return waiting.size() < MOST || waiting.stream().anyMatch(upload::replaces);
    }

    /**
     * Decides on earlier inputs that an upload has made pointless.
     *
     * @param run that it became, or by which it was refused
     */
    void replace(Upload upload, long run, Set<Long> deciding) throws IOException {
        for (HeldInput earlier : folder.waiting()) {
            if (earlier.run() < run && upload.replaces(earlier.upload()) && isOpen(earlier, deciding)) {
                decide(earlier, Decision.Kind.REPLACED, Optional.of(run));
            }
        }
    }

    /**
     * Decides on an input that a later full set has replaced, if that set came when the input was not held yet or was
     * being decided on.
     *
     * @return whether it was replaced
     */
    boolean closeIfReplaced(HeldInput input) throws IOException {
        Optional<Long> later = replacedBy(input);
        if (later.isPresent()) {
            decide(input, Decision.Kind.REPLACED, later);
        }
        return later.isPresent();
    }

    /** The run of a later full set that was applied, or that was refused too and is or was held. */
    private Optional<Long> replacedBy(HeldInput input) throws IOException {
        if (input.upload().delta() || !isOfThisStore(input)) {
            return Optional.empty();
        }
        for (HeldInput later : folder.all()) {
            if (later.run() > input.run() && later.upload().replaces(input.upload()) && isOfThisStore(later)) {
                return Optional.of(later.run());
            }
        }
        return appliedAfter(input);
    }

    /** Reads the log back to the refused run, which in most cases is one of the last. */
    private Optional<Long> appliedAfter(HeldInput input) {
        List<SyncRun> runs = store.syncRuns(RUNS);
        while (!runs.isEmpty()) {
            for (SyncRun run : runs) {
                if (run.number() <= input.run()) {
                    return Optional.empty();
                }
                if (input.upload().isReplacedBy(run)) {
                    return Optional.of(run.number());
                }
            }
            runs = store.syncRuns(runs.get(runs.size() - 1).number(), RUNS);
        }
        return Optional.empty();
    }

    /** Whether this database has the run that was refused: run numbers repeat in another one. */
    boolean isOfThisStore(HeldInput input) {
        return store.syncRun(input.run()).map(SyncRun::attempt).equals(Optional.of(input.attempt()));
    }

    private boolean isOpen(HeldInput input, Set<Long> deciding) {
        return input.decision().isEmpty()
                && !deciding.contains(input.run())
                && !folder.of(input.run()).isClaimed();
    }

    /** Decides in place of a person. */
    private HeldInput decide(HeldInput input, Decision.Kind kind, Optional<Long> run) throws IOException {
        Decision decision = new Decision(kind, SERVICE, "", Instant.now(), run);
        folder.of(input.run()).decide(decision);
        return input.with(decision);
    }

    /**
     * Deletes the file of an input that has expired or was decided on, and in the end all of it.
     *
     * @return what it is now; empty if it was deleted
     */
    private Optional<HeldInput> tidy(HeldInput input, Set<Long> deciding) throws IOException {
        HeldFiles files = folder.of(input.run());
        if (input.decision().isPresent()) {
            if (isForgotten(input.decision().get())) {
                files.delete();
                return Optional.empty();
            }
            files.clear(); // the service may have been killed between the decision and this
        } else if (isOpen(input, deciding) && input.expires().isBefore(Instant.now())) {
            return Optional.of(decide(input, Decision.Kind.EXPIRED, Optional.empty()));
        }
        return Optional.of(input);
    }

    private static boolean isForgotten(Decision decision) {
        boolean byService = decision.kind() == Decision.Kind.REPLACED || decision.kind() == Decision.Kind.EXPIRED;
        return decision.at().plus(byService ? NOTED : REMEMBERED).isBefore(Instant.now());
    }

    /**
     * Completes a decision whose end was not seen: the run log knows whether it was applied. The claim goes last, so
     * that this can be repeated.
     */
    private void resume(HeldInput input, Set<Long> deciding) throws IOException {
        if (input.decision().isPresent() || deciding.contains(input.run())) {
            return;
        }
        HeldFiles files = folder.of(input.run());
        Optional<SyncRun> run = files.claimedAttempt().flatMap(store::syncRun);
        if (run.isEmpty() || run.get().status() == SyncRun.Status.REFUSED) {
            reopen(input);
            return;
        }
        long number = run.get().number();
        replace(input.upload(), number, deciding);
        files.decide(files.readClaim().at(run.get().time(), Optional.of(number)));
    }

    /** After a decision that was not carried out, an input waits again. */
    void reopen(HeldInput input) throws IOException {
        closeIfReplaced(input);
        folder.of(input.run()).release();
    }
}
