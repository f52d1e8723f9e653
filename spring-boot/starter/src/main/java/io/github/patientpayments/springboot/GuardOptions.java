package io.github.patientpayments.springboot;

import io.github.patientpayments.springboot.PatientPaymentsProperties.GuardLimits;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Guard.Limit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Sets the limits of a guard that are properties. Without one, a reason that is lifted stays lifted. */
final class GuardOptions {

    private GuardOptions() {}

    static Guard applied(GuardLimits limits, Guard guard) {
        Guard result = with(guard, limits.deletions(), guard.deletions(), Guard::deletions);
        result = with(result, limits.insertions(), guard.insertions(), Guard::insertions);
        result = with(result, limits.rejections(), guard.rejections(), Guard::rejections);
        if (limits.changedRecords() != null || limits.changedMoney() != null) {
            result = result.changes(
                    limit(limits.changedRecords(), guard.changedRecords()),
                    limit(limits.changedMoney(), guard.changedMoney()));
        }
        return limits.requireControlTotals() ? result.requireControlTotals() : result;
    }

    private static Guard with(
            Guard guard,
            PatientPaymentsProperties.@Nullable Limit set,
            Limit before,
            BiFunction<Guard, Limit, Guard> how) {
        return set == null ? guard : how.apply(guard, limit(set, before));
    }

    private static Limit limit(PatientPaymentsProperties.@Nullable Limit set, Limit before) {
        if (set == null) {
            return before;
        }
        return new Limit(
                set.percent() == null ? before.share() : set.percent().movePointLeft(2),
                set.atLeast() == null ? before.atLeast() : set.atLeast());
    }
}
