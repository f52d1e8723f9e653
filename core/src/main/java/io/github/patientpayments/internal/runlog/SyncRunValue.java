package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A run as it is recorded in the run log. */
public record SyncRunValue(
        long number,
        UUID attempt,
        Kind kind,
        Status status,
        List<Refusal.Reason> refusedFor,
        Instant time,
        Duration duration,
        OptionalLong revertedTo,
        Optional<Instant> exportedAt,
        Optional<String> note,
        SyncCounts patients,
        SyncCounts payments)
        implements SyncRun {

    @Override
    public String toString() {
        return text(this);
    }

    /** Three lines, without a line break at the end. */
    public static String text(SyncRun run) {
        OptionalLong revertedTo = run.revertedTo();
        return "Run " + run.number() + " " + (run.kind() == Kind.SNAPSHOT ? "" : run.kind() + " ")
                + (revertedTo.isEmpty() ? "" : "to run " + revertedTo.getAsLong() + " ")
                + run.status()
                + (run.refusedFor().isEmpty() ? "" : " " + run.refusedFor()) + " at " + run.time() + " in "
                + run.duration().toMillis() + " ms"
                + "\n  patients: " + run.patients()
                + "\n  payments: " + run.payments();
    }
}
