package io.github.patientpayments.job;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.job.DropFolder.Outcome;
import io.github.patientpayments.job.PairNames.Pair;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Syncs one pair. */
final class PairSync {

    private final @Nullable Function<String, Instant> exportedAt;
    private final ZoneId zone;
    private final @Nullable CsvFormat csv;
    private final @Nullable Mapping mapping;
    private final SyncOptions options;
    private final BiConsumer<String, Snapshot.Builder> input;

    PairSync(DropFolder.Builder builder) {
        this.exportedAt = builder.exportedAt;
        this.zone = builder.zone;
        this.csv = builder.csv;
        this.mapping = builder.mapping;
        this.options = builder.options;
        this.input = builder.input;
    }

    /** When the pair was exported, as the run log has it. */
    Instant exportedAt(Pair pair) {
        Instant time = exportedAt == null ? ExportTime.of(pair.key(), zone) : exportedAt.apply(pair.key());
        if (time == null) {
            throw new IllegalArgumentException("exportedAt(…) returned null for " + pair.key());
        }
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    /** Syncs a pair, and says where its files belong. Any other exception than these leaves it where it is. */
    Decision sync(PatientPaymentStore store, Pair pair, UUID attempt, Path patients, Path payments) {
        try {
            return applied(store.sync(snapshot(pair, patients, payments), options.asAttempt(attempt)), "");
        } catch (SnapshotRefusedException e) {
            String reasons = e.refusals().stream()
                    .map(refusal -> refusal.reason() + ": " + refusal.message())
                    .collect(Collectors.joining("\n"));
            return new Decision(
                    Outcome.HELD,
                    Optional.of(e.report()),
                    "Refused by the guard, and nothing was changed. A person has to decide.\n" + reasons
                            + "\nWhat would have happened:\n" + counts(e.report()));
        } catch (InvalidSnapshotException e) {
            return new Decision(Outcome.REFUSED, Optional.empty(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            return new Decision(
                    Outcome.REFUSED,
                    Optional.empty(),
                    "The settings of the job do not fit this pair. Nothing was changed. " + reason(e));
        }
    }

    private Snapshot snapshot(Pair pair, Path patients, Path payments) {
        Snapshot.Builder snapshot = Snapshot.builder().exportedAt(exportedAt(pair));
        snapshot.patients(source(patients)).payments(source(payments));
        input.accept(pair.key(), snapshot);
        return snapshot.build();
    }

    /** The class is there because the host's own exceptions may have no message. */
    static String reason(RuntimeException e) {
        return e.getClass().getName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    static Decision applied(SyncRun run, String note) {
        return new Decision(
                Outcome.DONE,
                Optional.of(run),
                "Run " + run.number() + " " + run.status() + " at " + run.time() + note + "\n" + counts(run));
    }

    private static String counts(SyncRun run) {
        return "patients: " + run.patients() + "\npayments: " + run.payments();
    }

    private Source.Bytes source(Path file) {
        Source.Bytes source = csv == null ? Source.json(file) : Source.csv(file).format(csv);
        return mapping == null ? source : source.mapping(mapping);
    }

    /**
     * Where the files of a pair belong.
     *
     * @param outcome the folder
     * @param run the run in the log, if there is one
     * @param text why
     */
    record Decision(Outcome outcome, Optional<SyncRun> run, String text) {}
}
