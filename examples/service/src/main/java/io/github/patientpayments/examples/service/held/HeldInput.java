package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A refused upload that is kept, or was until somebody decided on it.
 *
 * @param run the number of the refused run
 * @param attempt its UUID: run numbers repeat in another database
 * @param at the time of the run
 * @param expires when the file is deleted
 * @param base the last run that had changed the mirror: what the figures are about
 * @param refusals why it was refused, with figures
 * @param upload how to read the file
 * @param decision empty as long as nobody has decided
 */
public record HeldInput(
        long run,
        UUID attempt,
        Instant at,
        Instant expires,
        long base,
        List<Refusal> refusals,
        Upload upload,
        Optional<Decision> decision) {

    /**
     * The reasons on which a person can decide. The others are about the file or the request and not about the records:
     * it is damaged, nothing in it can be applied, or it is to be sent in parts. What helps is another upload.
     */
    private static final Set<Reason> DECIDABLE = EnumSet.of(
            Reason.STALE,
            Reason.EMPTY,
            Reason.TOO_MANY_REJECTIONS,
            Reason.DELETIONS,
            Reason.CHANGES,
            Reason.INSERTIONS);

    /** Whether a person can decide on all of these. */
    static boolean isDecidable(List<Refusal> refusals) {
        return refusals.stream().map(Refusal::reason).allMatch(DECIDABLE::contains);
    }

    HeldInput with(Decision made) {
        return new HeldInput(run, attempt, at, expires, base, refusals, upload, Optional.of(made));
    }

    /** Why it was refused. */
    public Set<Reason> reasons() {
        return refusals.stream()
                .map(Refusal::reason)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
    }

    /** Whether the rest of it could be applied without its deletions. */
    public boolean hasDeletions() {
        return reasons().contains(Reason.DELETIONS);
    }
}
