package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * All of an upload except its records: what is needed to sync the same file later. Immutable, if {@code lifted} is.
 *
 * @param set which set it is
 * @param delta whether it has changes only
 * @param csv whether it is CSV and not JSON
 * @param charset of CSV; empty for the default
 * @param mapping where the fields are; empty if they have their own names
 * @param count the control count; empty if there is none
 * @param sum the control sum; empty if there is none
 * @param exportedAt when the export was made; empty if it is unknown
 * @param paidFrom the scope of a set of payments; empty for all of them
 * @param acceptUnterminated whether input without an end marker is accepted
 * @param lifted the reasons for which the sender asked not to refuse it
 * @param keepMissing whether the sender asked to withhold deletions
 */
public record Upload(
        RecordType set,
        boolean delta,
        boolean csv,
        Optional<Charset> charset,
        Optional<Mapping> mapping,
        Optional<Long> count,
        Optional<BigDecimal> sum,
        Optional<Instant> exportedAt,
        Optional<LocalDate> paidFrom,
        boolean acceptUnterminated,
        Set<Reason> lifted,
        boolean keepMissing) {

    /**
     * The input of a sync.
     *
     * @param file the body
     */
    public SyncInput input(Path file) {
        if (delta) {
            return filled(Delta.builder(), file).build();
        }
        Snapshot.Builder snapshot = filled(Snapshot.builder(), file);
        paidFrom.ifPresent(snapshot::paymentsPaidFrom);
        return snapshot.build();
    }

    private <B extends SyncInput.Builder<B>> B filled(B builder, Path file) {
        if (set == RecordType.PATIENT) {
            builder.patients(source(file));
        } else {
            builder.payments(source(file));
        }
        builder.controlTotals(controlTotals());
        exportedAt.ifPresent(builder::exportedAt);
        if (acceptUnterminated) {
            builder.acceptUnterminated();
        }
        return builder;
    }

    private Source.Bytes source(Path file) {
        Source.Bytes source = csv ? Source.csv(file).format(format()) : Source.json(file);
        return mapping.isPresent() ? source.mapping(mapping.get()) : source;
    }

    private CsvFormat format() {
        CsvFormat format = CsvFormat.defaults();
        return charset.isPresent() ? format.charset(charset.get()) : format;
    }

    private ControlTotals controlTotals() {
        ControlTotals totals = ControlTotals.none();
        if (count.isPresent()) {
            totals = set == RecordType.PATIENT ? totals.withPatients(count.get()) : totals.withPayments(count.get());
        }
        return sum.isPresent() ? totals.withPaymentSum(sum.get()) : totals;
    }

    /** The options of the sync that the sender asked for. */
    public SyncOptions options() {
        SyncOptions options = SyncOptions.defaults().lift(lifted.toArray(Reason[]::new));
        return keepMissing ? options.withholdDeletions() : options;
    }

    /** Whether the response can have an entry for each record: it finds the fields in JSON by their own names. */
    public boolean hasEntries() {
        return !csv && mapping.isEmpty();
    }

    /** Whether this one makes an earlier one pointless: it is of the same set and scope, and both are full. */
    boolean replaces(Upload earlier) {
        return !delta && !earlier.delta && set == earlier.set && paidFrom.equals(earlier.paidFrom);
    }

    /** Whether a later run makes this one pointless, as an upload would. */
    boolean isReplacedBy(SyncRun run) {
        SyncCounts counts = set == RecordType.PATIENT ? run.patients() : run.payments();
        return !delta
                && run.status() != SyncRun.Status.REFUSED
                && counts.isFullSet()
                && paidFrom.equals(counts.paidFrom());
    }
}
