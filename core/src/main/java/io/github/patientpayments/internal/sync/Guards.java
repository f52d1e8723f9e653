package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a run may change the mirror. By then the patients have been written, and the diff of the payments is
 * complete but not merged, so every figure is known and little has to be rolled back.
 */
final class Guards {

    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    private final DSLContext dsl;
    private final StoreStateRecord state;
    private final SyncRequest request;
    private final Guard guard;
    private final SetCounter patients;
    private final SetCounter payments;
    private final List<Refusal> refusals = new ArrayList<>();

    Guards(Transaction transaction, SyncRequest request, Guard guard, SetCounter patients, SetCounter payments) {
        this.dsl = transaction.dsl();
        this.state = transaction.state();
        this.request = request;
        this.guard = guard;
        this.patients = patients;
        this.payments = payments;
    }

    /** Returns every reason to refuse the run, the most fundamental ones first. */
    List<Refusal> check(Instant now) {
        if (watches(Reason.CONTROL_TOTALS)) {
            checkControlTotals(request.input().controlTotals());
        }
        if (watches(Reason.STALE)) {
            checkExportTime(now);
        }
        if (watches(Reason.BASE_MOVED)) {
            checkBase();
        }
        for (SetCounter counter : List.of(patients, payments)) {
            checkSet(counter);
        }
        if (watches(Reason.DELETIONS)) {
            checkDeletions();
        }
        return List.copyOf(refusals);
    }

    private boolean watches(Reason reason) {
        return guard.guards(reason) && !request.options().lifts(reason);
    }

    private void checkControlTotals(ControlTotals controls) {
        checkCount(patients, controls.patients());
        checkCount(payments, controls.payments());
        Optional<BigDecimal> expected = controls.paymentSum();
        SetSummary read = payments.set().summary();
        if (expected.isPresent() && read != null) {
            Optional<BigDecimal> sum = read.sum();
            if (sum.isEmpty()) {
                refuse(
                        Reason.CONTROL_TOTALS,
                        "The amount of a payment can't be read, so the sum of the payments can't be" + " "
                                + expected.get().toPlainString() + ".");
            } else if (sum.get().compareTo(expected.get()) != 0) {
                refuse(
                        Reason.CONTROL_TOTALS,
                        "The payments amount to " + sum.get().toPlainString() + "; the control total is "
                                + expected.get().toPlainString() + ".");
            }
        }
    }

    private void checkCount(SetCounter counter, OptionalLong expected) {
        if (expected.isPresent() && expected.getAsLong() != counter.read()) {
            refuse(
                    Reason.CONTROL_TOTALS,
                    counter.read() + " " + counter.type().plural() + " were read; the control total is "
                            + expected.getAsLong() + ".");
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

    private void checkBase() {
        OptionalLong base = request.options().base();
        if (base.isPresent() && base.getAsLong() != state.getBaseRun()) {
            refuse(
                    Reason.BASE_MOVED,
                    "It was to be applied on run " + base.getAsLong() + ", and run " + state.getBaseRun()
                            + " has changed the store since: make a new preview.");
        }
    }

    private void checkSet(SetCounter counter) {
        long elements = counter.read() - counter.suppressed();
        if (counter.set().fullSet() && counter.read() == 0 && watches(Reason.EMPTY)) {
            long live = liveBefore(counter);
            if (live > 0) {
                refuse(
                        Reason.EMPTY,
                        "There are no " + counter.type().plural() + " in it, and " + live + " in the store.");
            }
        }
        if (elements > 0 && counter.rejected() == elements && watches(Reason.ALL_REJECTED)) {
            refuse(Reason.ALL_REJECTED, "All " + elements + " " + counter.type().plural() + " were rejected.");
        }
        if (watches(Reason.TOO_MANY_REJECTIONS)
                && exceeds(
                        counter.rejected(),
                        counter.read(),
                        guard.rejections().share(),
                        guard.rejections().atLeast())) {
            refuse(
                    Reason.TOO_MANY_REJECTIONS,
                    counter.rejected() + " of " + counter.read() + " "
                            + counter.type().plural()
                            + " were rejected (" + percent(counter.rejected(), counter.read()) + "; allowed: up to "
                            + percent(guard.rejections().share()) + ", or fewer than "
                            + guard.rejections().atLeast() + ").");
        }
    }

    private void checkDeletions() {
        for (SetCounter counter : List.of(patients, payments)) {
            long deletions = counter.of(DiffAction.DELETE, DiffAction.CASCADE);
            if (deletions >= guard.deletions().atLeast()) {
                long live = liveBefore(counter);
                if (exceeds(
                        deletions,
                        live,
                        guard.deletions().share(),
                        guard.deletions().atLeast())) {
                    refuse(
                            Reason.DELETIONS,
                            deletions + " of " + live + " live "
                                    + counter.type().plural() + " would be deleted (" + percent(deletions, live) + "; "
                                    + allowedDeletions() + ").");
                }
            }
        }
        if (payments.counts().isChanged()) {
            checkMoney();
        }
    }

    /**
     * The money that would be lost: the amount of each deleted payment, and the difference for each reduced one, in
     * absolute values.
     */
    private void checkMoney() {
        Field<BigDecimal> less = abs(PAYMENT_DIFF.OLD_AMOUNT)
                .minus(when(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE), abs(PAYMENT_DIFF.AMOUNT))
                        .otherwise(inline(BigDecimal.ZERO)));
        var lost = dsl.select(count(), sum(less))
                .from(PAYMENT_DIFF)
                .where(
                        DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE, DiffAction.DELETE, DiffAction.CASCADE),
                        less.gt(inline(BigDecimal.ZERO)))
                .fetchSingle();
        BigDecimal money = Objects.requireNonNullElse(lost.value2(), BigDecimal.ZERO);
        if (lost.value1() < guard.deletions().atLeast()) {
            return;
        }
        BigDecimal live = dsl.select(sum(abs(PAYMENTS.AMOUNT)))
                .from(PAYMENTS)
                .where(PAYMENTS.DELETED.isNull())
                .fetchSingle()
                .value1();
        if (money.compareTo(guard.deletions().share().multiply(live)) > 0) {
            refuse(
                    Reason.DELETIONS,
                    plain(money) + " of " + plain(live) + " of live money would go with "
                            + lost.value1() + " payments ("
                            + percent(money.divide(live, MathContext.DECIMAL64)) + "; " + allowedDeletions() + ").");
        }
    }

    /** The patients have been written, the payments have not. */
    private long liveBefore(SetCounter counter) {
        if (counter.type() == RecordType.PAYMENT) {
            return dsl.fetchCount(PAYMENTS, PAYMENTS.DELETED.isNull());
        }
        return dsl.fetchCount(PATIENTS, PATIENTS.DELETED.isNull())
                - counter.of(DiffAction.INSERT, DiffAction.RESTORE)
                + counter.of(DiffAction.DELETE);
    }

    private static boolean exceeds(long part, long whole, BigDecimal share, long atLeast) {
        return part >= atLeast && BigDecimal.valueOf(part).compareTo(share.multiply(BigDecimal.valueOf(whole))) > 0;
    }

    private String allowedDeletions() {
        return "allowed: up to " + percent(guard.deletions().share()) + ", or fewer than "
                + guard.deletions().atLeast();
    }

    private static String percent(long part, long whole) {
        return percent(BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), MathContext.DECIMAL64));
    }

    private static String percent(BigDecimal share) {
        BigDecimal percent = share.movePointRight(2);
        return percent.round(new MathContext(Math.max(3, percent.precision() - percent.scale())))
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    private static String plain(BigDecimal money) {
        return Amounts.plain(money).toPlainString();
    }

    private void refuse(Reason reason, String message) {
        refusals.add(new Refusal(reason, message));
    }
}
