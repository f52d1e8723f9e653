package io.github.patientpayments.examples.service;

import io.github.patientpayments.ErasureKeyException;
import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Rejection;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Maps the exceptions of the store to problems. */
final class ProblemMapper {

    private static final int BUSY_SECONDS = 10;
    private static final String SEE_LOG = "See the log of the service.";

    /** The reasons that {@code ?lift=} may name: the service refuses for no other, except those of its own check. */
    static final Set<Reason> LIFTABLE =
            EnumSet.complementOf(EnumSet.of(Reason.BASE_MOVED, Reason.INSERTIONS, Reason.HOST));

    private ProblemMapper() {}

    static Problem of(StoreException failure) {
        String detail = overHttp(failure);
        if (failure instanceof InvalidSnapshotException invalid) {
            return invalid(invalid, detail);
        }
        if (failure instanceof SnapshotRefusedException refused) {
            return refused(refused, "", Optional.empty());
        }
        if (failure instanceof StoreBusyException) {
            return Problem.retryable("busy", "Another sync is running", detail, BUSY_SECONDS);
        }
        if (failure instanceof OutcomeUnknownException unknown) {
            return Problem.retryable(
                            "outcome-unknown",
                            "The outcome is unknown",
                            "The connection to the database was lost during the commit. GET /runs/" + unknown.attempt()
                                    + " shows whether the upload was applied; sending it again is safe.",
                            BUSY_SECONDS)
                    .with(json -> json.text("attempt", unknown.attempt()));
        }
        if (failure instanceof HistoryPurgedException) {
            return new Problem(410, "history-purged", "That part of the history was purged", detail);
        }
        if (failure instanceof SchemaMismatchException || failure instanceof ErasureKeyException) {
            return new Problem(500, "not-set-up", "The service is not set up for this database", detail);
        }
        return unavailable(failure, detail);
    }

    /** For anybody, without a token: the message of a failure may name the address, user or schema of the database. */
    static Problem withoutDetails(StoreException failure) {
        return unavailable(failure, SEE_LOG);
    }

    private static Problem unavailable(StoreException failure, String detail) {
        String title = "The database is unavailable or failed";
        return failure.isRetryable()
                ? Problem.retryable("unavailable", title, detail, BUSY_SECONDS)
                : new Problem(500, "unavailable", title, detail);
    }

    /** The response is not ready in time, though what was asked for goes on. */
    static Problem tooLate(Optional<UUID> attempt) {
        String found = attempt.map(uuid -> "GET /runs/" + uuid).orElse("GET /runs");
        return Problem.retryable(
                        "response-timeout",
                        "The response takes too long",
                        "What was asked for is still being worked on. If it changes anything, " + found
                                + " shows the run once it has ended; sending it again is safe.",
                        BUSY_SECONDS)
                .with(json -> json.text("attempt", attempt));
    }

    /** A bug, or a failure of the machine. The log has the details. */
    static Problem unexpected() {
        return new Problem(500, "unexpected", "The service failed", SEE_LOG);
    }

    private static Problem invalid(InvalidSnapshotException invalid, String detail) {
        return new Problem(400, "unreadable", "The records can't be read", detail)
                .with(json -> json.number("line", invalid.line())
                        .number("column", invalid.column())
                        .number("record", invalid.record()));
    }

    /** A refused upload that is kept until a person decides on it. */
    static Problem held(SnapshotRefusedException refused, Instant until) {
        String kept = (liftable(refused) ? "." : "") + " The upload is kept until "
                + until.truncatedTo(ChronoUnit.SECONDS) + " for a decision in the back office.";
        return refused(refused, kept, Optional.of(until));
    }

    private static Problem refused(SnapshotRefusedException refused, String kept, Optional<Instant> heldUntil) {
        String why = refused.refusals().stream().map(Refusal::message).collect(Collectors.joining(" "));
        Set<Reason> reasons = refused.refusals().stream().map(Refusal::reason).collect(Collectors.toSet());
        boolean liftable = liftable(refused);
        String detail = why + (liftable ? advice(reasons) : "") + kept;
        return new Problem(409, "refused", "Refused; nothing was changed", detail).with(json -> {
            json.text("lift", liftable ? words(reasons) : null);
            if (heldUntil.isPresent()) {
                json.text("heldUntil", heldUntil.get());
            }
            report(json, refused);
        });
    }

    private static boolean liftable(SnapshotRefusedException refused) {
        return refused.refusals().stream().map(Refusal::reason).allMatch(LIFTABLE::contains);
    }

    private static String advice(Set<Reason> reasons) {
        String rest = reasons.contains(Reason.DELETIONS)
                ? "; to apply everything except the deletions, with ?keep_missing=true"
                : "";
        return " If the upload is correct, send it with ?lift=" + words(reasons) + rest;
    }

    private static void report(Json json, SnapshotRefusedException refused) throws IOException {
        json.array("refusals");
        for (Refusal refusal : refused.refusals()) {
            StoreJson.refusal(json, refusal);
        }
        json.end().array("rejections");
        for (Rejection rejection : refused.report().rejections()) {
            StoreJson.rejection(json, rejection);
        }
        json.end().field("report");
        StoreJson.run(json, refused.report());
    }

    /** The reason for one word of {@code ?lift=}. */
    static Reason lifted(String word) {
        return LIFTABLE.stream()
                .filter(reason -> Words.name(word, reason))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("lift must be a comma-separated list of: " + words(LIFTABLE)));
    }

    static String words(Set<Reason> reasons) {
        return reasons.stream().sorted().map(Words::of).collect(Collectors.joining(","));
    }

    /** The message of an exception, with parameters of HTTP in place of the methods of Java. */
    static String overHttp(RuntimeException failure) {
        return String.valueOf(failure.getMessage())
                .replace("call acceptUnterminated()", "send it with ?accept_unterminated=true")
                .replace("columns(…) of the format", "columns in the csv of the service's --mapping")
                .replace("give a control count", "state the number of its records with ?count=")
                .replace("lockTimeout(…)", "--lock-timeout")
                .replace("call migrate()", "start the service with --migrate")
                .replace("build it with erasureKey(…)", "start the service with --erasure-key-file")
                .replace("Build the store with erasureKey(…)", "Start the service with --erasure-key-file")
                .replace("cursorAfter(run)", "?after_run=N")
                .replace("next() of a page", "after in the Link header of a page")
                .replace("next() of its", "next of its");
    }
}
