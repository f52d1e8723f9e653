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
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of held inputs by themselves: they expire, and decisions are completed whose end was not seen. */
record HeldUpkeep(PatientPaymentStore store, HeldFolder folder) {

    static final String SERVICE = "the service";

    private static final Logger LOG = LoggerFactory.getLogger(HeldUpkeep.class);

    /** Of uploads that wait, so that a sender who repeats a refused delta does not fill the disk. */
    private static final int MOST = 20;

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
        List<HeldInput> all = new ArrayList<>();
        List<HeldInput> read = folder.all();
        for (HeldInput input : read) {
            try {
                tidy(input, deciding).ifPresent(all::add);
            } catch (StoreException e) {
                LOG.warn("Whether the input of run {} was applied can't be looked up: {}", input.run(), e.getMessage());
                all.add(input);
            }
        }
        folder.deleteForgotten(read.stream().map(HeldInput::run).collect(Collectors.toSet()));
        return all;
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
     * Deletes an input that has expired, or completes its decision.
     *
     * @param deciding the runs whose inputs are being decided on
     * @return what it is now; empty if it was deleted
     */
    Optional<HeldInput> tidy(HeldInput input, Set<Long> deciding) throws IOException {
        HeldFiles files = folder.of(input.run());
        if (input.decision().isPresent()) {
            if (isForgotten(input.decision().get())) {
                files.delete();
                return Optional.empty();
            }
        } else if (!deciding.contains(input.run())) {
            if (files.isClaimed()) {
                return Optional.of(resume(files).map(input::with).orElse(input));
            }
            if (input.expires().isBefore(Instant.now())) {
                return Optional.of(decide(input, Decision.Kind.EXPIRED, Optional.empty()));
            }
        }
        return Optional.of(input);
    }

    private static boolean isForgotten(Decision decision) {
        boolean byService = decision.kind() == Decision.Kind.REPLACED || decision.kind() == Decision.Kind.EXPIRED;
        return decision.at().plus(byService ? NOTED : REMEMBERED).isBefore(Instant.now());
    }

    /** Of a decision whose end is unknown, the run log knows whether it was applied. */
    private Optional<Decision> resume(HeldFiles files) throws IOException {
        Optional<UUID> attempt = files.claimedAttempt();
        Optional<SyncRun> run = attempt.flatMap(store::syncRun);
        if (run.isEmpty() || run.get().status() == SyncRun.Status.REFUSED) {
            files.release();
            return Optional.empty();
        }
        Decision decision =
                files.readClaim().at(run.get().time(), Optional.of(run.get().number()));
        files.decide(decision);
        return Optional.of(decision);
    }
}
