package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import io.github.patientpayments.RecordType;
import java.math.BigDecimal;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The records that limits are applied to: all of one type, or the payments that were in the scope of a set. The
 * patients are written already, the payments are not. Every figure is computed at most once.
 */
final class WeighedRecords {

    private final DSLContext dsl;
    private final SetCounter counter;
    private final PaymentScope scope;
    private @Nullable Map<Short, Integer> moved;
    private @Nullable Long live;
    private @Nullable BigDecimal liveMoney;
    private @Nullable MovedMoney movedMoney;

    private WeighedRecords(DSLContext dsl, SetCounter counter, PaymentScope scope) {
        this.dsl = dsl;
        this.counter = counter;
        this.scope = scope;
    }

    static WeighedRecords all(DSLContext dsl, SetCounter counter) {
        return new WeighedRecords(dsl, counter, PaymentScope.ALL);
    }

    static WeighedRecords inScope(DSLContext dsl, SetCounter payments) {
        return new WeighedRecords(dsl, payments, payments.set().scope());
    }

    SetCounter counter() {
        return counter;
    }

    /** In words. */
    String plural() {
        return counter.type().plural() + (scope.isAll() ? "" : " paid since " + scope.from());
    }

    /** How many records of the diff have one of these actions. */
    long of(DiffAction... wanted) {
        if (scope.isAll()) {
            return counter.of(wanted);
        }
        Map<Short, Integer> known = moved == null ? countInScope() : moved;
        moved = known;
        long sum = 0;
        for (DiffAction each : wanted) {
            sum += known.getOrDefault(each.code(), 0);
        }
        return sum;
    }

    /** A live payment counts by the date that it had, any other by the one that it gets. */
    private Map<Short, Integer> countInScope() {
        Condition wasLive = DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE)
                .or(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.DELETIONS));
        return dsl.select(PAYMENT_DIFF.KIND, count())
                .from(PAYMENT_DIFF)
                .leftJoin(PAYMENTS)
                .on(PAYMENTS.ID.eq(PAYMENT_DIFF.ID))
                .where(wasLive.and(scope.contains(PAYMENTS.PAID_ON))
                        .or(wasLive.not().and(scope.contains(PAYMENT_DIFF.PAID_ON))))
                .groupBy(PAYMENT_DIFF.KIND)
                .fetchMap(PAYMENT_DIFF.KIND, count());
    }

    /** The live ones before the run. */
    long live() {
        long known = live == null ? countLive() : live;
        live = known;
        return known;
    }

    private long countLive() {
        if (counter.set().first()) {
            return 0;
        }
        if (counter.type() == RecordType.PAYMENT) {
            return dsl.fetchCount(PAYMENTS, PAYMENTS.DELETED.isNull().and(scope.contains(PAYMENTS.PAID_ON)));
        }
        return dsl.fetchCount(PATIENTS, PATIENTS.DELETED.isNull())
                - counter.of(DiffAction.INSERT, DiffAction.RESTORE)
                + counter.of(DiffAction.DELETE);
    }

    /** The live money of payments. */
    BigDecimal liveMoney() {
        BigDecimal known = liveMoney == null
                ? dsl.select(coalesce(sum(abs(PAYMENTS.AMOUNT)), inline(BigDecimal.ZERO)))
                        .from(PAYMENTS)
                        .where(PAYMENTS.DELETED.isNull(), scope.contains(PAYMENTS.PAID_ON))
                        .fetchSingle()
                        .value1()
                : liveMoney;
        liveMoney = known;
        return known;
    }

    MovedMoney movedMoney() {
        MovedMoney known = movedMoney == null ? MovedMoney.of(dsl, scope) : movedMoney;
        movedMoney = known;
        return known;
    }
}
