package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all loads have. */
final class LoadOptions {

    @Mixin
    private MappingOptions mapping;

    @Mixin
    private FormatOptions format;

    @Option(
            names = "--delta",
            description = "The files contain only what has changed: records that are not in them stay as they are.")
    private boolean delta;

    @Option(
            names = "--exported-at",
            paramLabel = "INSTANT",
            description =
                    "When the export was made, for example 2026-03-01T02:00:00Z. Older exports are refused after it.")
    private @Nullable Instant exportedAt;

    @Option(
            names = "--expect-patients",
            paramLabel = "N",
            description = "The number of patients that the sender reports.")
    private @Nullable Long expectedPatients;

    @Option(
            names = "--expect-payments",
            paramLabel = "N",
            description = "The number of payments that the sender reports.")
    private @Nullable Long expectedPayments;

    @Option(
            names = "--expect-sum",
            paramLabel = "AMOUNT",
            description = "The sum of the payments that the sender reports.")
    private @Nullable BigDecimal expectedSum;

    @Option(
            names = "--require-control-totals",
            description = "Refuse files without these numbers: of each file, and the sum if payments are loaded. A file"
                    + " that lost less than the limit of deletions is recognized by nothing else.")
    private boolean controlTotalsRequired;

    @Option(
            names = "--payments-since",
            paramLabel = "DATE",
            description = "The file has the payments of this date and later ones only: others stay as they are.")
    private @Nullable LocalDate paymentsSince;

    @Option(
            names = "--accept-unterminated",
            description =
                    "Accept plain NDJSON or CSV without a control count, although a truncated file goes unnoticed.")
    private boolean acceptUnterminated;

    @Option(
            names = "--lift",
            paramLabel = "REASON",
            split = ",",
            description = "Load the files although they would be refused for this reason: deletions, changes, empty,"
                    + " stale, control-totals, all-rejected or too-many-rejections. A comma-separated list; may be"
                    + " repeated. Check with --dry-run first.")
    private List<Reason> lifted = List.of();

    @Option(
            names = "--keep-missing",
            description = "Load everything except deletions: no record is deleted, and those that would have been are"
                    + " counted as withheld.")
    private boolean keepMissing;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "Who has decided on this load, and why: it stays in the run log, for as long as the log is"
                    + " kept. Do not name a patient.")
    private @Nullable String note;

    @Option(
            names = "--strict",
            description = "Change nothing if any record is rejected (exit code 1). Default: a rejected record keeps its"
                    + " last good version, and all others are loaded.")
    private boolean strict;

    @Option(
            names = "--input-deadline",
            paramLabel = "SECONDS",
            description = "How long reading the files may take. Other writers wait meanwhile. Default: no limit.")
    private @Nullable Integer inputDeadline;

    @Option(names = "--migrate", description = "First create or update the schema. Automatic in the default database.")
    private boolean migrate;

    @Option(names = "--dry-run", description = "Show what the load would do, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "100",
            description = "The maximum number of changes that a dry run shows. Default: ${DEFAULT-VALUE}")
    private int changes;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description =
                    "Write the faults of rejected records to this file, one line of JSON each. Only the owner can read"
                            + " it. A file with any other content is not replaced.")
    private @Nullable Path rejects;

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Show a progress bar: auto, always or never. Default: auto, which means on a terminal.")
    private DisplayMode progress;

    @Option(
            names = "--json",
            description = "Print the outcome as one JSON object, whatever it is; messages go to standard error.")
    private boolean json;

    /** An option without effect is a mistake on the command line. */
    void check() {
        if (delta && paymentsSince != null) {
            throw new IllegalArgumentException(
                    "--payments-since contradicts --delta, which deletes only what it names; omit one of them");
        }
        if (strict && lifted.contains(Reason.TOO_MANY_REJECTIONS)) {
            throw new IllegalArgumentException(
                    "--lift too-many-rejections contradicts --strict, which refuses for this reason; omit one of them");
        }
        for (Reason unused : List.of(Reason.BASE_MOVED, Reason.INSERTIONS, Reason.HOST)) {
            if (lifted.contains(unused)) {
                throw new IllegalArgumentException(
                        "--lift " + Words.of(unused) + " has no effect: no load is refused for this reason");
            }
        }
    }

    SyncInput input(Inputs inputs) {
        if (delta) {
            Delta.Builder builder = Delta.builder();
            describe(builder, inputs);
            return builder.build();
        }
        Snapshot.Builder builder = Snapshot.builder();
        describe(builder, inputs);
        if (paymentsSince != null) {
            builder.paymentsPaidFrom(paymentsSince);
        }
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
        inputs.into(builder, format, mapping);
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
        Guard guard = controlTotalsRequired ? Guard.defaults().requireControlTotals() : Guard.defaults();
        return strict ? guard.rejections(Guard.Limit.percent(0)) : guard;
    }

    boolean requiresControlTotals() {
        return controlTotalsRequired;
    }

    SyncOptions syncOptions() {
        SyncOptions options = Notes.with(note, SyncOptions.defaults().lift(lifted.toArray(Reason[]::new)));
        return keepMissing ? options.withholdDeletions() : options;
    }

    boolean isStrict() {
        return strict;
    }

    Optional<Duration> inputDeadline() {
        return Optional.ofNullable(inputDeadline).map(Duration::ofSeconds);
    }

    boolean migrates() {
        return migrate;
    }

    boolean isJson() {
        return json;
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

    DisplayMode progress() {
        return progress;
    }
}
