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
import org.jspecify.annotations.Nullable;

/** A run as it is recorded in the run log. */
public record SyncRunValue(
        long number,
        UUID attempt,
        Kind kind,
        Status status,
        List<Refusal.Reason> refusedFor,
        Instant time,
        Duration duration,
        @Nullable Long target,
        @Nullable Instant snapshotTime,
        SyncCounts patients,
        SyncCounts payments)
        implements SyncRun {

    @Override
    public OptionalLong revertedTo() {
        return target == null ? OptionalLong.empty() : OptionalLong.of(target);
    }

    @Override
    public Optional<Instant> exportedAt() {
        return Optional.ofNullable(snapshotTime);
    }

    /** Three lines, without a line break at the end. */
    @Override
    public String toString() {
        return "Run " + number + " " + (kind == Kind.SNAPSHOT ? "" : kind + " ")
                + (target == null ? "" : "to run " + target + " ") + status
                + (refusedFor.isEmpty() ? "" : " " + refusedFor) + " at " + time + " in " + duration.toMillis() + " ms"
                + "\n  patients: " + patients
                + "\n  payments: " + payments;
    }
}
