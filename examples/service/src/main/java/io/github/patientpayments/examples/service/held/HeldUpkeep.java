package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What becomes of held inputs by themselves: they expire, and decisions are completed whose end was not seen. */
record HeldUpkeep(PatientPaymentStore store, HeldFolder folder) {

    static final String SERVICE = "the service";

    /** For how long it is kept what was decided: without any record. */
    private static final Duration REMEMBERED = Duration.ofDays(400);

    /** Decides in place of a person. */
    void decide(HeldInput input, Decision.Kind kind, Optional<Long> run) throws IOException {
        folder.of(input.run()).decide(new Decision(kind, SERVICE, "", Instant.now(), run));
    }

    /**
     * Deletes an input that has expired, or completes its decision.
     *
     * @param deciding the runs whose inputs are being decided on
     */
    void tidy(HeldInput input, Set<Long> deciding) throws IOException {
        HeldFiles files = folder.of(input.run());
        if (input.decision().isPresent()) {
            if (input.decision().get().at().plus(REMEMBERED).isBefore(Instant.now())) {
                files.delete();
            }
        } else if (!deciding.contains(input.run())) {
            if (files.isClaimed()) {
                resume(files);
            } else if (input.expires().isBefore(Instant.now())) {
                decide(input, Decision.Kind.EXPIRED, Optional.empty());
            }
        }
    }

    /** Of a decision whose end is unknown, the run log knows whether it was applied. */
    private void resume(HeldFiles files) throws IOException {
        Optional<UUID> attempt = files.claimedAttempt();
        Optional<SyncRun> run = attempt.flatMap(store::syncRun);
        if (run.isPresent() && run.get().status() != SyncRun.Status.REFUSED) {
            Optional<Long> number = Optional.of(run.get().number());
            files.decide(files.readClaim().at(run.get().time(), number));
        } else {
            files.release();
        }
    }
}
