package io.github.patientpayments.internal.sync;

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
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** Checks how much a run would reject, delete, change and insert. */
final class LimitGuards {

    /** A limit's least number does not apply to more than half of the records, unless they are fewer than these. */
    private static final long FEW = 3;

    private final DSLContext dsl;
    private final Run run;
    private final Guard guard;
    private final WeighedRecords patients;
    private final WeighedRecords payments;

    /** What a set of some payments decides about; all payments if the set has all. */
    private final WeighedRecords paymentsInScope;

    private final Refusals refusals;

    LimitGuards(DSLContext dsl, Run run, Guard guard, SetCounter patients, SetCounter payments, Refusals refusals) {
        this.dsl = dsl;
        this.run = run;
        this.guard = guard;
        this.patients = WeighedRecords.all(dsl, patients);
        this.payments = WeighedRecords.all(dsl, payments);
        this.paymentsInScope = payments.set().scope().isAll() ? this.payments : WeighedRecords.inScope(dsl, payments);
        this.refusals = refusals;
    }

    /** Payments are weighed against all and, if their set has a scope, besides against those in the scope. */
    void check() {
        checkElements(patients, patients);
        checkElements(payments, paymentsInScope);
        List<WeighedRecords> ofPayments =
                paymentsInScope == payments ? List.of(payments) : List.of(payments, paymentsInScope);
        List<WeighedRecords> all =
                Stream.concat(Stream.of(patients), ofPayments.stream()).toList();
        all.forEach(this::checkDeletions);
        ofPayments.forEach(this::checkDeletedMoney);
        all.forEach(this::checkChanges);
        ofPayments.forEach(this::checkChangedMoney);
        all.forEach(this::checkInsertions);
    }

    private void checkElements(WeighedRecords all, WeighedRecords inScope) {
        SetCounter counter = all.counter();
        String records = counter.type().plural();
        long elements = counter.read() - counter.suppressed();
        long rejected = counter.rejected();
        if (refusals.watch(Reason.EMPTY) && counter.set().fullSet() && counter.read() == 0) {
            long live = inScope.live();
            if (live > 0) {
                String scope = inScope == all ? "" : " of its scope";
                String filtered =
                        counter.filtered() == 0 ? "" : " besides " + counter.filtered() + " that the mapping filtered";
                refusals.add(
                        Reason.EMPTY,
                        "There are no " + records + " in it" + filtered + ", and " + live + scope + " in the store.");
            }
        }
        if (refusals.watch(Reason.ALL_REJECTED) && elements > 0 && rejected == elements) {
            refusals.add(
                    Reason.ALL_REJECTED,
                    "All " + elements + " " + records + " were rejected" + commonestFault(counter) + "."
                            + otherFields(counter));
        }
        if (refusals.watch(Reason.TOO_MANY_REJECTIONS) && rejectsTooMany(all)) {
            refusals.add(
                    Reason.TOO_MANY_REJECTIONS,
                    rejected + " of " + counter.read() + " " + records + " were rejected ("
                            + percent(rejected, counter.read()) + "; " + allowedOrHalf(guard.rejections(), rejected)
                            + ")" + commonestFault(counter) + ".");
        }
    }

    /** Where the store is empty, rejections freeze nothing: then the least number applies whatever their share is. */
    private boolean rejectsTooMany(WeighedRecords all) {
        SetCounter counter = all.counter();
        long rejected = counter.rejected();
        return exceeds(guard.rejections(), rejected, counter.read())
                || (exceedsOrMost(guard.rejections(), rejected, counter.read()) && all.live() > 0);
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

    private void checkDeletions(WeighedRecords records) {
        long gone = records.of(DiffAction.DELETIONS);
        if (!refusals.watch(Reason.DELETIONS)
                || (gone < FEW && gone < guard.deletions().atLeast())) {
            return;
        }
        long live = records.live();
        if (exceedsOrMost(guard.deletions(), gone, live)) {
            refusals.add(
                    Reason.DELETIONS,
                    gone + " of " + live + " live " + records.plural() + " would be deleted (" + percent(gone, live)
                            + "; " + allowedOrHalf(guard.deletions(), gone) + ").");
        }
    }

    private void checkDeletedMoney(WeighedRecords records) {
        Limit limit = guard.deletions();
        if (refusals.watch(Reason.DELETIONS) && movesPayments(records, limit, DiffAction.DELETIONS)) {
            checkMoney(records, Reason.DELETIONS, limit, records.movedMoney().gone(), "would go with");
        }
    }

    private void checkChangedMoney(WeighedRecords records) {
        Limit limit = guard.changedMoney();
        if (refusals.watch(Reason.CHANGES) && movesPayments(records, limit)) {
            checkMoney(
                    records, Reason.CHANGES, limit, records.movedMoney().changed(), "would be the difference made by");
        }
    }

    /** Whether the payments that change, or go, may be enough for a limit. Most often, they are too few to add up. */
    private static boolean movesPayments(WeighedRecords records, Limit limit, DiffAction... orGo) {
        long moved = records.of(DiffAction.UPDATE) + records.of(orGo);
        return moved > 0 && moved >= limit.atLeast();
    }

    private void checkMoney(WeighedRecords records, Reason reason, Limit limit, Money moved, String verb) {
        if (moved.payments() < limit.atLeast()) {
            return;
        }
        BigDecimal live = records.liveMoney();
        if (exceedsShare(limit, moved.amount(), live)) {
            refusals.add(
                    reason,
                    plain(moved.amount()) + " of " + plain(live) + " of live money " + verb + " " + moved.payments()
                            + " "
                            + records.plural() + " (" + (live.signum() == 0 ? "" : percent(moved.amount(), live) + "; ")
                            + allowed(limit) + ").");
        }
    }

    private void checkChanges(WeighedRecords records) {
        Limit limit = guard.changedRecords();
        long changed = records.of(DiffAction.UPDATE);
        if (!refusals.watch(Reason.CHANGES) || changed < limit.atLeast()) {
            return;
        }
        long live = records.live();
        if (exceeds(limit, changed, live)) {
            refusals.add(
                    Reason.CHANGES,
                    changed + " of " + live + " live " + records.plural() + " would change (" + percent(changed, live)
                            + "; " + allowed(limit) + ").");
        }
    }

    private void checkInsertions(WeighedRecords records) {
        Limit limit = guard.insertions();
        long inserted = records.of(DiffAction.INSERT, DiffAction.RESTORE, DiffAction.RETURN);
        if (!refusals.watch(Reason.INSERTIONS) || inserted == 0) {
            return;
        }
        long live = records.live();
        if (live >= limit.atLeast() && exceedsShare(limit, inserted, live)) {
            refusals.add(
                    Reason.INSERTIONS,
                    inserted + " " + records.plural() + " would be new or restored, and " + live
                            + " are live (" + percent(inserted, live) + "; allowed: up to " + percent(limit.share())
                            + ").");
        }
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
