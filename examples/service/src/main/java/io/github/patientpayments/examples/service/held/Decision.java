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

    /** The greatest length of a name. */
    public static final int MAX_BY = 60;

    /** The greatest length of a reason. */
    public static final int MAX_WHY = 300;

    /** What can be decided. */
    public enum Kind {
        /** It is applied once, in spite of the reasons for which it was refused. */
        ALLOWED,
        /** Everything is applied except its deletions. */
        WITHOUT_DELETIONS,
        /** It is not applied, and its file is deleted. */
        DISMISSED,
        /** By the service: a later upload of the same full set was applied, or was refused too and is held instead. */
        REPLACED,
        /** By the service: nobody has decided in time. */
        EXPIRED
    }

    /**
     * What a person wants to be done.
     *
     * @param kind one of the first three
     * @param by who
     * @param why the reason
     * @param base the run on which the person has seen the figures: another one refuses the sync
     */
    public record Request(Kind kind, String by, String why, long base) {

        /**
         * Checks the texts.
         *
         * @throws IllegalArgumentException if one is blank or too long
         */
        public Request {
            by = checked("Your name", by, MAX_BY);
            why = checked("The reason", why, MAX_WHY);
        }

        private static String checked(String what, String text, int most) {
            String stripped = text.strip().replaceAll("\\p{Cntrl}+", " ");
            if (stripped.isEmpty() || stripped.length() > most) {
                throw new IllegalArgumentException(what + " must have 1 to " + most + " characters.");
            }
            return stripped;
        }

        /** The options of the sync: they lift what the person has seen, and nothing else. */
        SyncOptions options(HeldInput input) {
            boolean withheld = kind == Kind.WITHOUT_DELETIONS;
            Reason[] lifted = input.reasons().stream()
                    .filter(reason -> !withheld || reason != Reason.DELETIONS)
                    .toArray(Reason[]::new);
            SyncOptions options = input.upload().options().lift(lifted).onBase(base);
            return withheld ? options.withholdDeletions() : options;
        }

        Decision at(Instant time, Optional<Long> run) {
            return new Decision(kind, by, why, time, run);
        }
    }
}
