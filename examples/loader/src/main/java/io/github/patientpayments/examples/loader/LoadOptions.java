package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to load, whatever the files. */
final class LoadOptions {

    @Option(
            names = "--delta",
            description = "The files hold what has changed, and not everything: what is not in them stays.")
    private boolean delta;

    @Option(
            names = "--exported-at",
            paramLabel = "INSTANT",
            description = "When the export was made, 2026-03-01T02:00:00Z for instance; an older one is then refused.")
    private @Nullable Instant exportedAt;

    @Option(names = "--expect-patients", paramLabel = "N", description = "How many patients the sender says there are.")
    private @Nullable Long expectedPatients;

    @Option(names = "--expect-payments", paramLabel = "N", description = "How many payments the sender says there are.")
    private @Nullable Long expectedPayments;

    @Option(names = "--expect-sum", paramLabel = "AMOUNT", description = "What they amount to.")
    private @Nullable BigDecimal expectedSum;

    @Option(
            names = "--accept-unterminated",
            description = "Take NDJSON without gzip, which may have been cut unseen, without a control count.")
    private boolean acceptUnterminated;

    @Option(
            names = "--lift",
            paramLabel = "REASON",
            split = ",",
            description = "Load it although it is refused for this reason: deletions, empty, stale, control-totals or"
                    + " all-rejected. Takes a list, and may be repeated. Look at --dry-run first.")
    private List<Reason> lifted = List.of();

    @Option(
            names = "--strict",
            description = "Change nothing if any record is rejected (exit code 1). Default: a rejected record keeps its"
                    + " last good version, and all others are loaded.")
    private boolean strict;

    @Option(
            names = "--migrate",
            description = "First create the schema or bring it up to date. Done unasked in the default database.")
    private boolean migrate;

    @Option(names = "--dry-run", description = "Tell what it would do, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many changes a dry run shows. Default: ${DEFAULT-VALUE}")
    private int changes;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description =
                    "Where to write what was rejected, a line of JSON for each fault. Readable by its owner alone."
                            + " Replaces no file that holds anything else.")
    private @Nullable Path rejects;

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never. Default: auto, that is on a terminal.")
    private When progress;

    /** An option that would do nothing is a mistake of who gave it. */
    void check() {
        if (lifted.contains(Reason.TOO_MANY_REJECTIONS)) {
            throw new IllegalArgumentException(
                    "--lift too-many-rejections has no meaning: only --strict refuses for it, so leave that out");
        }
        if (lifted.contains(Reason.BASE_MOVED)) {
            throw new IllegalArgumentException("--lift base-moved has no meaning: no load is refused for it");
        }
    }

    SyncInput delivery(Inputs inputs) {
        if (delta) {
            Delta.Builder builder = Delta.builder();
            describe(builder, inputs);
            return builder.build();
        }
        Snapshot.Builder builder = Snapshot.builder();
        describe(builder, inputs);
        return builder.build();
    }

    private void describe(SyncInput.Builder<?> builder, Inputs inputs) {
        builder.controlTotals(controlTotals());
        if (exportedAt != null) {
            builder.exportedAt(exportedAt);
        }
        if (acceptUnterminated) {
            builder.acceptUnterminated();
        }
        inputs.into(builder);
    }

    private ControlTotals controlTotals() {
        ControlTotals totals = ControlTotals.none();
        if (expectedPatients != null) {
            totals = totals.withPatients(expectedPatients);
        }
        if (expectedPayments != null) {
            totals = totals.withPayments(expectedPayments);
        }
        return expectedSum == null ? totals : totals.withPaymentSum(expectedSum);
    }

    Guard guard() {
        return strict ? Guard.defaults().rejections(Guard.Limit.percent(0)) : Guard.defaults();
    }

    SyncOptions syncOptions() {
        return SyncOptions.defaults().lift(lifted.toArray(Reason[]::new));
    }

    boolean migrates() {
        return migrate;
    }

    boolean isDryRun() {
        return dryRun;
    }

    int changes() {
        return changes;
    }

    Optional<Path> rejects() {
        return Optional.ofNullable(rejects);
    }

    When progress() {
        return progress;
    }
}
