package io.github.patientpayments.internal.sync;

import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A logged run with its first rejections, and what is not logged of it. */
record SyncReportValue(
        SyncRun logged,
        List<Rejection> rejections,
        long paymentsRejectedWithPatients,
        BigDecimal amountRejectedWithPatients,
        long unknownDeletions)
        implements SyncReport {

    private static final int REJECTIONS_SHOWN = 10;

    @Override
    public long number() {
        return logged.number();
    }

    @Override
    public UUID attempt() {
        return logged.attempt();
    }

    @Override
    public Status status() {
        return logged.status();
    }

    @Override
    public Kind kind() {
        return logged.kind();
    }

    @Override
    public List<Refusal.Reason> refusedFor() {
        return logged.refusedFor();
    }

    @Override
    public Instant time() {
        return logged.time();
    }

    @Override
    public Duration duration() {
        return logged.duration();
    }

    @Override
    public OptionalLong revertedTo() {
        return logged.revertedTo();
    }

    @Override
    public Optional<Instant> exportedAt() {
        return logged.exportedAt();
    }

    @Override
    public SyncCounts patients() {
        return logged.patients();
    }

    @Override
    public SyncCounts payments() {
        return logged.payments();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(logged.toString());
        rejections.stream()
                .limit(REJECTIONS_SHOWN)
                .forEach(rejection -> text.append("\n  rejected ").append(rejection));
        long hidden = patients().rejected() + payments().rejected() - Math.min(rejections.size(), REJECTIONS_SHOWN);
        if (hidden > 0) {
            text.append("\n  and ").append(hidden).append(" more rejected");
        }
        if (paymentsRejectedWithPatients > 0) {
            text.append("\n  ")
                    .append(paymentsRejectedWithPatients)
                    .append(" payments of ")
                    .append(amountRejectedWithPatients.toPlainString())
                    .append(" rejected with their patients");
        }
        if (unknownDeletions > 0) {
            text.append("\n  ").append(unknownDeletions).append(" deletions of unknown records");
        }
        return text.toString();
    }
}
