package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.record.SentTotals;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Checks what the input says about itself: its control totals, its export time, and the run that it is based on. */
final class InputGuards {

    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    private final StoreStateRecord state;
    private final SyncRequest request;
    private final Guard guard;
    private final SetCounter patients;
    private final SetCounter payments;
    private final Refusals refusals;

    InputGuards(
            StoreStateRecord state,
            SyncRequest request,
            Guard guard,
            SetCounter patients,
            SetCounter payments,
            Refusals refusals) {
        this.state = state;
        this.request = request;
        this.guard = guard;
        this.patients = patients;
        this.payments = payments;
        this.refusals = refusals;
    }

    void check(Instant now) {
        if (refusals.watch(Reason.CONTROL_TOTALS)) {
            ControlTotals controls = request.input().controlTotals();
            if (guard.requiresControlTotals()) {
                checkComplete(controls);
            }
            check(patients, new SentTotals(controls.patients(), Optional.empty()), patients.read());
            check(payments, new SentTotals(controls.payments(), controls.paymentSum()), payments.read());
            check(patients, sent(patients), withFiltered(patients));
            check(payments, sent(payments), withFiltered(payments));
        }
        if (refusals.watch(Reason.STALE)) {
            checkExportTime(now);
        }
        if (refusals.watch(Reason.BASE_MOVED)) {
            checkBase(request.options(), state.getBaseRun(), refusals);
        }
    }

    /** What a set has with itself counts as given. */
    private void checkComplete(ControlTotals controls) {
        List<String> missing = new ArrayList<>();
        if (patients.set().isGiven()
                && controls.patients().isEmpty()
                && sent(patients).count().isEmpty()) {
            missing.add("the number of patients");
        }
        if (payments.set().isGiven()
                && controls.payments().isEmpty()
                && sent(payments).count().isEmpty()) {
            missing.add("the number of payments");
        }
        if (payments.set().isGiven()
                && controls.paymentSum().isEmpty()
                && sent(payments).sum().isEmpty()) {
            missing.add("the sum of the payments");
        }
        if (!missing.isEmpty()) {
            refuse(
                    Reason.CONTROL_TOTALS,
                    "The store requires control totals, and these are missing: " + String.join(", ", missing) + ".");
        }
    }

    private static SentTotals sent(SetCounter counter) {
        SetSummary read = counter.set().summary();
        return read == null ? SentTotals.NONE : read.totals();
    }

    /** A sender counts what it sends, also what the mapping leaves out. */
    private static long withFiltered(SetCounter counter) {
        return counter.read() + counter.set().filtered();
    }

    private void check(SetCounter counter, SentTotals expected, long read) {
        OptionalLong count = expected.count();
        if (count.isPresent() && count.getAsLong() != read) {
            refuse(
                    Reason.CONTROL_TOTALS,
                    read + " " + counter.type().plural() + " were read; the control total is " + count.getAsLong()
                            + ".");
        }
        SetSummary summary = counter.set().summary();
        if (expected.sum().isPresent() && summary != null) {
            checkSum(summary.sum(), expected.sum().get());
        }
    }

    private void checkSum(Optional<BigDecimal> sum, BigDecimal expected) {
        if (sum.isEmpty()) {
            refuse(
                    Reason.CONTROL_TOTALS,
                    "The amount of a payment can't be read, so the sum of the payments can't be "
                            + expected.toPlainString() + ".");
        } else if (sum.get().compareTo(expected) != 0) {
            refuse(
                    Reason.CONTROL_TOTALS,
                    "The payments amount to " + sum.get().toPlainString() + "; the control total is "
                            + expected.toPlainString() + ".");
        }
    }

    private void checkExportTime(Instant now) {
        Optional<Instant> exportedAt = request.exportedAt();
        if (exportedAt.isPresent() && exportedAt.get().isAfter(now.plus(CLOCK_TOLERANCE))) {
            refuse(Reason.STALE, "It was exported at " + exportedAt.get() + ", more than a day ahead of the clock.");
        }
        checkNotOlder(patients, exportedAt, state.getPatientsExportedAt());
        checkNotOlder(payments, exportedAt, state.getPaymentsExportedAt());
    }

    private void checkNotOlder(SetCounter counter, Optional<Instant> exportedAt, @Nullable Instant applied) {
        if (!counter.set().isGiven() || applied == null) {
            return;
        }
        if (exportedAt.isEmpty()) {
            refuse(
                    Reason.STALE,
                    "It has no export time, and the " + counter.type().plural() + " in the store are of " + applied
                            + ".");
        } else if (exportedAt.get().isBefore(applied)) {
            refuse(
                    Reason.STALE,
                    "It was exported at " + exportedAt.get() + "; the "
                            + counter.type().plural() + " in the store are of " + applied + ".");
        }
    }

    /** Refuses a run that was previewed on another base. */
    static void checkBase(SyncOptions options, long baseRun, Refusals refusals) {
        OptionalLong base = options.base();
        if (base.isPresent() && base.getAsLong() != baseRun) {
            refusals.add(
                    Reason.BASE_MOVED,
                    "It was to be applied on run " + base.getAsLong() + ", and run " + baseRun
                            + " has changed the store since: make a new preview.");
        }
    }

    private void refuse(Reason reason, String message) {
        refusals.add(reason, message);
    }
}
