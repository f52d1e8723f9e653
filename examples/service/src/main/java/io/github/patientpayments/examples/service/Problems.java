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
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each exception of the store is over HTTP. */
final class Problems {

    private static final int BUSY_SECONDS = 10;

    /**
     * What {@code ?lift=} may name. Not the number of rejections: every record is told what became of it, and so each
     * rejection has to be stored.
     */
    private static final Set<Reason> LIFTABLE =
            EnumSet.of(Reason.DELETIONS, Reason.EMPTY, Reason.ALL_REJECTED, Reason.CONTROL_TOTALS, Reason.STALE);

    private Problems() {}

    static Problem of(StoreException failure) {
        String detail = overHttp(failure);
        if (failure instanceof InvalidSnapshotException invalid) {
            return invalid(invalid, detail);
        }
        if (failure instanceof SnapshotRefusedException refused) {
            return refused(refused);
        }
        if (failure instanceof StoreBusyException) {
            return Problem.later("busy", "Another writer is at work", detail, BUSY_SECONDS);
        }
        if (failure instanceof OutcomeUnknownException unknown) {
            return Problem.later(
                            "outcome-unknown",
                            "Applied whole, or not at all",
                            "The connection to the database was lost while it committed. GET /runs/" + unknown.attempt()
                                    + " tells which; sending the same again is safe.",
                            BUSY_SECONDS)
                    .with(json -> json.text("attempt", unknown.attempt()));
        }
        if (failure instanceof HistoryPurgedException) {
            return new Problem(410, "history-purged", "That part of the past was purged", detail);
        }
        if (failure instanceof SchemaMismatchException || failure instanceof ErasureKeyException) {
            return new Problem(500, "not-set-up", "The service is not set up for this database", detail);
        }
        return failure.isRetryable()
                ? Problem.later("unavailable", "The database could not do it", detail, BUSY_SECONDS)
                : new Problem(500, "unavailable", "The database could not do it", detail);
    }

    /** What nobody thought of. The log has the rest. */
    static Problem unexpected() {
        return new Problem(500, "unexpected", "The service failed", "The log of the service tells more.");
    }

    private static Problem invalid(InvalidSnapshotException invalid, String detail) {
        return new Problem(400, "unreadable", "The records can't be read", detail)
                .with(json -> json.number("line", invalid.line())
                        .number("column", invalid.column())
                        .number("record", invalid.record()));
    }

    private static Problem refused(SnapshotRefusedException refused) {
        String why = refused.refusals().stream().map(Refusal::message).collect(Collectors.joining(" "));
        Set<Reason> reasons = refused.refusals().stream().map(Refusal::reason).collect(Collectors.toSet());
        if (!LIFTABLE.containsAll(reasons)) {
            return refused(why, null, refused);
        }
        String lift = words(reasons);
        return refused(why + " If it is right all the same, send it with ?lift=" + lift, lift, refused);
    }

    private static Problem refused(String detail, @Nullable String lift, SnapshotRefusedException refused) {
        return new Problem(409, "refused", "Refused, and nothing was changed", detail)
                .with(json -> report(json.text("lift", lift), refused));
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

    /** The reason that a word of {@code ?lift=} names. */
    static Reason lifted(String word) {
        return LIFTABLE.stream()
                .filter(reason -> Words.of(reason).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("lift is a list of these: " + words(LIFTABLE)));
    }

    private static String words(Set<Reason> reasons) {
        return reasons.stream().sorted().map(Words::of).collect(Collectors.joining(","));
    }

    /** Messages of the store name methods, where somebody who asks over HTTP has parameters. */
    private static String overHttp(StoreException failure) {
        return String.valueOf(failure.getMessage())
                .replace("call acceptUnterminated()", "send it with ?accept_unterminated=true")
                .replace("a control count", "?count=, the number of its records,")
                .replace("cursorAfter(run)", "?after_run=N");
    }
}
