package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.OtherFields;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.sync.MovedMoney.Money;
import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Guard.Limit;
import io.github.patientpayments.sync.Refusal.Reason;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
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
    private @Nullable MovedMoney movedMoney;

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
        checkDeletedMoney();
        for (SetCounter counter : List.of(patients, payments)) {
            checkChanges(counter);
        }
        checkChangedMoney();
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

    private void checkDeletedMoney() {
        Limit limit = guard.deletions();
        if (refusals.watch(Reason.DELETIONS) && movesPayments(limit, DiffAction.DELETIONS)) {
            checkMoney(Reason.DELETIONS, limit, movedMoney().gone(), "would go with");
        }
    }

    private void checkChangedMoney() {
        Limit limit = guard.changedMoney();
        if (refusals.watch(Reason.CHANGES) && movesPayments(limit)) {
            checkMoney(Reason.CHANGES, limit, movedMoney().changed(), "would be the difference made by");
        }
    }

    /** Whether the payments that change, or go, may be enough for a limit. Most often, they are too few to add up. */
    private boolean movesPayments(Limit limit, DiffAction... orGo) {
        long moved = payments.of(DiffAction.UPDATE) + payments.of(orGo);
        return moved > 0 && moved >= limit.atLeast();
    }

    private void checkMoney(Reason reason, Limit limit, Money moved, String verb) {
        if (moved.payments() < limit.atLeast()) {
            return;
        }
        BigDecimal live = liveMoney();
        if (exceedsShare(limit, moved.amount(), live)) {
            refusals.add(
                    reason,
                    plain(moved.amount()) + " of " + plain(live) + " of live money " + verb + " " + moved.payments()
                            + " payments (" + (live.signum() == 0 ? "" : percent(moved.amount(), live) + "; ")
                            + allowed(limit) + ").");
        }
    }

    private MovedMoney movedMoney() {
        MovedMoney known = movedMoney;
        if (known == null) {
            known = MovedMoney.of(dsl);
            movedMoney = known;
        }
        return known;
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
        return percent(BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }

    private static String percent(BigDecimal part, BigDecimal whole) {
        return percent(part.divide(whole, MathContext.DECIMAL64));
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
