package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.OtherFields;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Guard.Limit;
import io.github.patientpayments.sync.Refusal.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;

/** Checks how much a run would reject, delete, change and insert. */
final class LimitGuards {

    /** A limit's least number does not apply to more than half of the records, unless they are fewer than these. */
    private static final long FEW = 3;

    private final DSLContext dsl;
    private final Run run;
    private final Guard guard;
    private final SetCounter patients;
    private final SetCounter payments;
    private final Refusals refusals;
    private final Map<RecordType, Long> liveBefore = new EnumMap<>(RecordType.class);
    private @Nullable BigDecimal liveMoney;

    LimitGuards(DSLContext dsl, Run run, Guard guard, SetCounter patients, SetCounter payments, Refusals refusals) {
        this.dsl = dsl;
        this.run = run;
        this.guard = guard;
        this.patients = patients;
        this.payments = payments;
        this.refusals = refusals;
    }

    void check() {
        for (SetCounter counter : List.of(patients, payments)) {
            checkElements(counter);
        }
        for (SetCounter counter : List.of(patients, payments)) {
            checkDeletions(counter);
        }
        if (payments.counts().isChanged()) {
            checkDeletedMoney();
        }
        for (SetCounter counter : List.of(patients, payments)) {
            checkChanges(counter);
        }
        if (payments.of(DiffAction.UPDATE) > 0) {
            checkChangedMoney();
        }
        for (SetCounter counter : List.of(patients, payments)) {
            checkInsertions(counter);
        }
    }

    private void checkElements(SetCounter counter) {
        String records = counter.type().plural();
        long elements = counter.read() - counter.suppressed();
        long rejected = counter.rejected();
        if (refusals.watch(Reason.EMPTY) && counter.set().fullSet() && counter.read() == 0) {
            long live = liveBefore(counter);
            if (live > 0) {
                refusals.add(Reason.EMPTY, "There are no " + records + " in it, and " + live + " in the store.");
            }
        }
        if (refusals.watch(Reason.ALL_REJECTED) && elements > 0 && rejected == elements) {
            refusals.add(
                    Reason.ALL_REJECTED,
                    "All " + elements + " " + records + " were rejected" + commonestFault(counter) + "."
                            + otherFields(counter));
        }
        if (refusals.watch(Reason.TOO_MANY_REJECTIONS) && rejectsTooMany(counter)) {
            refusals.add(
                    Reason.TOO_MANY_REJECTIONS,
                    rejected + " of " + counter.read() + " " + records + " were rejected ("
                            + percent(rejected, counter.read()) + "; " + allowedOrHalf(guard.rejections(), rejected)
                            + ")" + commonestFault(counter) + ".");
        }
    }

    /** Where the store is empty, rejections freeze nothing: then the least number applies whatever their share is. */
    private boolean rejectsTooMany(SetCounter counter) {
        long rejected = counter.rejected();
        return exceeds(guard.rejections(), rejected, counter.read())
                || (exceedsOrMost(guard.rejections(), rejected, counter.read()) && liveBefore(counter) > 0);
    }

    /** Most often one cause has many effects, and this names it. */
    private String commonestFault(SetCounter counter) {
        return RunLog.commonestFaults(dsl, run.number(), counter.type())
                .map(faults -> ", most often for " + faults)
                .orElse("");
    }

    private static String otherFields(SetCounter counter) {
        SetSummary summary = counter.set().summary();
        return summary == null ? "" : new OtherFields(counter.type(), summary.otherFields()).sentence();
    }

    private void checkDeletions(SetCounter counter) {
        long gone = counter.of(DiffAction.DELETIONS);
        if (!refusals.watch(Reason.DELETIONS)
                || (gone < FEW && gone < guard.deletions().atLeast())) {
            return;
        }
        long live = liveBefore(counter);
        if (exceedsOrMost(guard.deletions(), gone, live)) {
            refusals.add(
                    Reason.DELETIONS,
                    gone + " of " + live + " live " + counter.type().plural() + " would be deleted ("
                            + percent(gone, live) + "; " + allowedOrHalf(guard.deletions(), gone) + ").");
        }
    }

    /**
     * What goes: all of a deleted payment, and what a smaller one is smaller by. The sign of an amount does not matter.
     */
    private void checkDeletedMoney() {
        if (refusals.watch(Reason.DELETIONS)) {
            Field<BigDecimal> less = abs(PAYMENT_DIFF.OLD_AMOUNT)
                    .minus(when(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE), abs(PAYMENT_DIFF.AMOUNT))
                            .otherwise(inline(BigDecimal.ZERO)));
            Condition goes = DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.DELETIONS)
                    .or(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE));
            checkMoney(Reason.DELETIONS, guard.deletions(), less, goes, "would go with");
        }
    }

    /** Larger amounts count like smaller ones. */
    private void checkChangedMoney() {
        if (refusals.watch(Reason.CHANGES)) {
            Field<BigDecimal> difference = abs(PAYMENT_DIFF.AMOUNT.minus(PAYMENT_DIFF.OLD_AMOUNT));
            Condition changes = DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE);
            checkMoney(Reason.CHANGES, guard.changedMoney(), difference, changes, "would be the difference made by");
        }
    }

    private void checkMoney(Reason reason, Limit limit, Field<BigDecimal> amount, Condition rows, String verb) {
        Record2<Integer, BigDecimal> touched = dsl.select(count(), coalesce(sum(amount), inline(BigDecimal.ZERO)))
                .from(PAYMENT_DIFF)
                .where(rows, amount.gt(inline(BigDecimal.ZERO)))
                .fetchSingle();
        int records = touched.value1();
        BigDecimal money = touched.value2();
        if (records < limit.atLeast()) {
            return;
        }
        BigDecimal live = liveMoney();
        if (exceedsShare(limit, money, live)) {
            refusals.add(
                    reason,
                    plain(money) + " of " + plain(live) + " of live money " + verb + " " + records + " payments ("
                            + percent(money.divide(live, MathContext.DECIMAL64)) + "; " + allowed(limit) + ").");
        }
    }

    private void checkChanges(SetCounter counter) {
        Limit limit = guard.changedRecords();
        long changed = counter.of(DiffAction.UPDATE);
        if (!refusals.watch(Reason.CHANGES) || changed < limit.atLeast()) {
            return;
        }
        long live = liveBefore(counter);
        if (exceeds(limit, changed, live)) {
            refusals.add(
                    Reason.CHANGES,
                    changed + " of " + live + " live " + counter.type().plural() + " would change ("
                            + percent(changed, live) + "; " + allowed(limit) + ").");
        }
    }

    private void checkInsertions(SetCounter counter) {
        Limit limit = guard.insertions();
        long inserted = counter.of(DiffAction.INSERT, DiffAction.RESTORE, DiffAction.RETURN);
        if (!refusals.watch(Reason.INSERTIONS) || inserted == 0) {
            return;
        }
        long live = liveBefore(counter);
        if (live >= limit.atLeast() && exceedsShare(limit, inserted, live)) {
            refusals.add(
                    Reason.INSERTIONS,
                    inserted + " " + counter.type().plural() + " would be new or restored, and " + live
                            + " are live (" + percent(inserted, live) + "; allowed: up to " + percent(limit.share())
                            + ").");
        }
    }

    private long liveBefore(SetCounter counter) {
        return liveBefore.computeIfAbsent(counter.type(), type -> countLiveBefore(counter));
    }

    /** The patients are written already, the payments are not. */
    private long countLiveBefore(SetCounter counter) {
        if (counter.set().first()) {
            return 0;
        }
        if (counter.type() == RecordType.PAYMENT) {
            return dsl.fetchCount(PAYMENTS, PAYMENTS.DELETED.isNull());
        }
        return dsl.fetchCount(PATIENTS, PATIENTS.DELETED.isNull())
                - counter.of(DiffAction.INSERT, DiffAction.RESTORE)
                + counter.of(DiffAction.DELETE);
    }

    private BigDecimal liveMoney() {
        if (liveMoney == null) {
            liveMoney = dsl.select(coalesce(sum(abs(PAYMENTS.AMOUNT)), inline(BigDecimal.ZERO)))
                    .from(PAYMENTS)
                    .where(PAYMENTS.DELETED.isNull())
                    .fetchSingle()
                    .value1();
        }
        return liveMoney;
    }

    private static boolean exceeds(Limit limit, long part, long whole) {
        return part >= limit.atLeast() && exceedsShare(limit, part, whole);
    }

    /** The least number must not leave a small store without a guard. */
    private static boolean exceedsOrMost(Limit limit, long part, long whole) {
        boolean most = part >= FEW && 2 * part > whole;
        return (part >= limit.atLeast() || most) && exceedsShare(limit, part, whole);
    }

    private static boolean exceedsShare(Limit limit, long part, long whole) {
        return exceedsShare(limit, BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }

    private static boolean exceedsShare(Limit limit, BigDecimal part, BigDecimal whole) {
        return part.compareTo(limit.share().multiply(whole)) > 0;
    }

    private static String allowed(Limit limit) {
        return "allowed: up to " + percent(limit.share()) + ", or fewer than " + limit.atLeast();
    }

    private static String allowedOrHalf(Limit limit, long part) {
        return part < limit.atLeast() ? allowed(limit) + " if they are no more than half" : allowed(limit);
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
}
