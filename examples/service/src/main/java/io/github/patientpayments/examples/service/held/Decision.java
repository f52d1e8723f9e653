package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import java.time.Instant;
import java.util.Optional;

/**
 * What was decided on a held input.
 *
 * @param kind what
 * @param by who has decided: the name that the person gave, or the service
 * @param why the reason that the person gave
 * @param at when
 * @param run the run that it became, or that replaced it; empty if there is none
 */
public record Decision(Kind kind, String by, String why, Instant at, Optional<Long> run) {

    /** What can be decided. */
    public enum Kind {
        /** It is applied once, in spite of the reasons for which it was refused. */
        ALLOWED("Allowed once"),
        /** Everything is applied except its deletions. */
        WITHOUT_DELETIONS("Taken without deletions"),
        /** It is not applied, and its file is deleted. */
        DISMISSED("Dismissed"),
        /** By the service: a later upload of the same full set was applied, or was refused too and is held instead. */
        REPLACED("Replaced"),
        /** By the service: nobody has decided in time. */
        EXPIRED("Expired");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * What a person wants to be done.
     *
     * @param kind one of the first three
     * @param signature who, and why
     * @param base the run on which the person has seen the figures: another one refuses the sync
     */
    public record Request(Kind kind, Signature signature, long base) {

        /** The options of the sync: they lift what the person has seen, and nothing else. */
        SyncOptions options(HeldInput input) {
            boolean withheld = kind == Kind.WITHOUT_DELETIONS;
            Reason[] lifted = input.reasons().stream()
                    .filter(reason -> !withheld || reason != Reason.DELETIONS)
                    .toArray(Reason[]::new);
            SyncOptions options =
                    input.upload().options().lift(lifted).onBase(base).withNote(note());
            return withheld ? options.withholdDeletions() : options;
        }

        /** For the run log. */
        String note() {
            return signature.note(kind.words);
        }

        Decision at(Instant time, Optional<Long> run) {
            return new Decision(kind, signature.by(), signature.why(), time, run);
        }
    }
}
