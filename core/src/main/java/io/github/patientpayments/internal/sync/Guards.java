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
import io.github.patientpayments.internal.snapshot.SetSummary;
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
 * Asks whether what is about to be done to the mirror may be done. Asked when the patients are written and the diff of
 * the payments is complete, but not applied: so every figure is known, and little is to be rolled back.
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

    /** Every reason to refuse, the most fundamental ones first. */
    List<Refusal> refusals(Instant now) {
        if (watches(Reason.CONTROL_TOTALS)) {
            checkControlTotals(request.delivery().controlTotals());
        }
        if (watches(Reason.STALE)) {
            checkAsOf(now);
        }
        if (watches(Reason.BASE_MOVED)) {
            checkBase();
        }
        for (SetCounter tally : List.of(patients, payments)) {
            checkSet(tally);
        }
        if (watches(Reason.DELETIONS)) {
            checkDeletions();
        }
        return List.copyOf(refusals);
    }

    private boolean watches(Reason reason) {
        return guard.guards(reason) && !request.terms().lifts(reason);
    }

    private void checkControlTotals(ControlTotals controls) {
        checkCount(patients, controls.patients());
        checkCount(payments, controls.payments());
        Optional<BigDecimal> expected = controls.paymentSum();
        SetSummary read = payments.summary;
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

    private void checkCount(SetCounter tally, OptionalLong expected) {
        if (expected.isPresent() && expected.getAsLong() != tally.read()) {
            refuse(
                    Reason.CONTROL_TOTALS,
                    tally.read() + " " + tally.type.plural() + " were read; the control total is "
                            + expected.getAsLong() + ".");
        }
    }

    private void checkAsOf(Instant now) {
        Optional<Instant> asOf = request.exportedAt();
        if (asOf.isPresent() && asOf.get().isAfter(now.plus(CLOCK_TOLERANCE))) {
            refuse(Reason.STALE, "It says that it is of " + asOf.get() + ", more than a day ahead of the clock.");
        }
        checkNotOlder(patients, asOf, state.getPatientsExportedAt());
        checkNotOlder(payments, asOf, state.getPaymentsExportedAt());
    }

    private void checkNotOlder(SetCounter tally, Optional<Instant> asOf, @Nullable Instant applied) {
        if (tally.summary == null || applied == null) {
            return;
        }
        if (asOf.isEmpty()) {
            refuse(
                    Reason.STALE,
                    "It does not tell its time, and the " + tally.type.plural() + " in the store are of " + applied
                            + ".");
        } else if (asOf.get().isBefore(applied)) {
            refuse(
                    Reason.STALE,
                    "It is of " + asOf.get() + "; the " + tally.type.plural() + " in the store are of " + applied
                            + ".");
        }
    }

    private void checkBase() {
        OptionalLong base = request.terms().base();
        if (base.isPresent() && base.getAsLong() != state.getBaseRun()) {
            refuse(
                    Reason.BASE_MOVED,
                    "It was to be applied on run " + base.getAsLong() + ", and run " + state.getBaseRun()
                            + " has changed the store since: make a new preview.");
        }
    }

    private void checkSet(SetCounter tally) {
        long elements = tally.read() - tally.suppressed;
        if (tally.fullSet && tally.read() == 0 && watches(Reason.EMPTY)) {
            long live = liveBefore(tally);
            if (live > 0) {
                refuse(Reason.EMPTY, "There are no " + tally.type.plural() + " in it, and " + live + " in the store.");
            }
        }
        if (elements > 0 && tally.rejected == elements && watches(Reason.ALL_REJECTED)) {
            refuse(Reason.ALL_REJECTED, "All " + elements + " " + tally.type.plural() + " were rejected.");
        }
        if (watches(Reason.TOO_MANY_REJECTIONS)
                && exceeds(
                        tally.rejected,
                        tally.read(),
                        guard.rejections().share(),
                        guard.rejections().atLeast())) {
            refuse(
                    Reason.TOO_MANY_REJECTIONS,
                    tally.rejected + " of " + tally.read() + " " + tally.type.plural()
                            + " were rejected (" + percent(tally.rejected, tally.read()) + "; allowed are "
                            + percent(guard.rejections().share()) + ", or fewer than "
                            + guard.rejections().atLeast() + ").");
        }
    }

    private void checkDeletions() {
        for (SetCounter tally : List.of(patients, payments)) {
            long gone = tally.of(DiffAction.DELETE) + tally.of(DiffAction.CASCADE);
            if (gone >= guard.deletions().atLeast()) {
                long live = liveBefore(tally);
                if (exceeds(
                        gone, live, guard.deletions().share(), guard.deletions().atLeast())) {
                    refuse(
                            Reason.DELETIONS,
                            gone + " of " + live + " live " + tally.type.plural() + " would be deleted ("
                                    + percent(gone, live) + "; " + allowedDeletions() + ").");
                }
            }
        }
        if (payments.counts().isChanged()) {
            checkMoney();
        }
    }

    /** What goes: all of a deleted payment, and what a smaller one is smaller by. The sign of an amount does not matter. */
    private void checkMoney() {
        Field<BigDecimal> less = abs(PAYMENT_DIFF.OLD_AMOUNT)
                .minus(when(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE), abs(PAYMENT_DIFF.AMOUNT))
                        .otherwise(inline(BigDecimal.ZERO)));
        var gone = dsl.select(count(), sum(less))
                .from(PAYMENT_DIFF)
                .where(
                        DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE, DiffAction.DELETE, DiffAction.CASCADE),
                        less.gt(inline(BigDecimal.ZERO)))
                .fetchSingle();
        BigDecimal money = Objects.requireNonNullElse(gone.value2(), BigDecimal.ZERO);
        if (gone.value1() < guard.deletions().atLeast()) {
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
                            + gone.value1() + " payments ("
                            + percent(money.divide(live, MathContext.DECIMAL64)) + "; " + allowedDeletions() + ").");
        }
    }

    /** The patients are written already, the payments are not. */
    private long liveBefore(SetCounter tally) {
        if (tally.type == RecordType.PAYMENT) {
            return dsl.fetchCount(PAYMENTS, PAYMENTS.DELETED.isNull());
        }
        return dsl.fetchCount(PATIENTS, PATIENTS.DELETED.isNull())
                - tally.of(DiffAction.INSERT)
                - tally.of(DiffAction.RESTORE)
                + tally.of(DiffAction.DELETE);
    }

    private static boolean exceeds(long part, long whole, BigDecimal share, long atLeast) {
        return part >= atLeast && BigDecimal.valueOf(part).compareTo(share.multiply(BigDecimal.valueOf(whole))) > 0;
    }

    private String allowedDeletions() {
        return "allowed are " + percent(guard.deletions().share()) + ", or fewer than "
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
