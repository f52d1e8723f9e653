package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.runlog.SyncRunValue;
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

/** A run with its first rejections, and what is not logged of it. */
record SyncReportValue(
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
        SyncCounts payments,
        List<Rejection> rejections,
        long paymentsRejectedWithPatients,
        BigDecimal amountRejectedWithPatients,
        long unknownDeletions)
        implements SyncReport {

    private static final int REJECTIONS_SHOWN = 10;

    static SyncReport of(
            SyncRun run,
            List<Rejection> rejections,
            long paymentsRejectedWithPatients,
            BigDecimal amountRejectedWithPatients,
            long unknownDeletions) {
        return new SyncReportValue(
                run.number(),
                run.attempt(),
                run.kind(),
                run.status(),
                run.refusedFor(),
                run.time(),
                run.duration(),
                run.revertedTo(),
                run.exportedAt(),
                run.note(),
                run.patients(),
                run.payments(),
                rejections,
                paymentsRejectedWithPatients,
                amountRejectedWithPatients,
                unknownDeletions);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(SyncRunValue.text(this));
        rejections.stream()
                .limit(REJECTIONS_SHOWN)
                .forEach(rejection -> text.append("\n  rejected ").append(rejection));
        long hidden = patients.rejected() + payments.rejected() - Math.min(rejections.size(), REJECTIONS_SHOWN);
        if (hidden > 0) {
            text.append("\n  and ").append(hidden).append(" more rejected");
        }
        if (paymentsRejectedWithPatients > 0) {
            text.append("\n  ").append(paymentsRejectedWithPatients).append(" payments rejected with their patients");
        }
        if (unknownDeletions > 0) {
            text.append("\n  ").append(unknownDeletions).append(" deletions of unknown records");
        }
        return text.toString();
    }
}
