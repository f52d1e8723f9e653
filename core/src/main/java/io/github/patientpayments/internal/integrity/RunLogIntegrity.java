package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.integrity.Names.isAnyOf;
import static io.github.patientpayments.internal.integrity.Names.listOf;
import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lag;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.jooq.internal.tables.SyncRunCounts;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** The checks of the run log in itself: runs, their counts, their rejections. */
final class RunLogIntegrity {

    static final Condition IS_SYNC = SYNC_RUNS.KIND.in(SyncRun.Kind.SNAPSHOT.name(), SyncRun.Kind.DELTA.name());
    static final Condition IS_SNAPSHOT = SYNC_RUNS.KIND.eq(inline(SyncRun.Kind.SNAPSHOT.name()));
    static final Condition IS_DELTA = SYNC_RUNS.KIND.eq(inline(SyncRun.Kind.DELTA.name()));
    static final Condition IS_REFUSED = SYNC_RUNS.STATUS.eq(inline(Status.REFUSED.name()));
    static final Condition IS_APPLIED = SYNC_RUNS.STATUS.eq(inline(Status.APPLIED.name()));
    static final Condition IS_OF_PATIENTS = SYNC_RUN_COUNTS.RECORD_TYPE.eq(inline(RecordType.PATIENT.name()));

    static final Condition IS_PURGE = SYNC_RUNS.KIND.eq(inline(SyncRun.Kind.PURGE.name()));
    static final Condition IS_ERASURE = SYNC_RUNS.KIND.eq(inline(SyncRun.Kind.ERASURE.name()));
    static final Condition IS_UNSUPPRESSION = SYNC_RUNS.KIND.eq(inline(SyncRun.Kind.UNSUPPRESSION.name()));
    static final Condition IS_REVERT = SYNC_RUNS.KIND.eq(inline(SyncRun.Kind.REVERT.name()));
    static final Condition HAS_NO_COUNTS = or(IS_ERASURE, IS_UNSUPPRESSION, IS_PURGE);
    private static final SyncRunCounts PATIENTS = SYNC_RUN_COUNTS.as("patients");
    private static final SyncRunCounts PAYMENTS = SYNC_RUN_COUNTS.as("payments");
    private static final SyncRunCounts BEFORE = SYNC_RUN_COUNTS.as("before");
    private static final Field<Long> ZERO = inline(0L);

    private RunLogIntegrity() {}

    static IntegrityCheck ofRuns() {
        Field<Long> timed = SYNC_RUNS.RUN.as("timed_run");
        Field<Instant> before =
                lag(SYNC_RUNS.RUN_TIME).over().orderBy(SYNC_RUNS.RUN).as("time_before");
        Table<?> order = select(timed, before).from(SYNC_RUNS).asTable("run_order");
        Table<?> rows = order.join(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(column(order, timed)))
                .leftJoin(PATIENTS)
                .on(PATIENTS.RUN.eq(SYNC_RUNS.RUN), PATIENTS.RECORD_TYPE.eq(inline(RecordType.PATIENT.name())))
                .leftJoin(PAYMENTS)
                .on(PAYMENTS.RUN.eq(SYNC_RUNS.RUN), PAYMENTS.RECORD_TYPE.eq(inline(RecordType.PAYMENT.name())));
        Condition changed = changes(PATIENTS).plus(changes(PAYMENTS)).gt(ZERO);
        Condition deviates = or(
                isAnyOf(SYNC_RUNS.KIND, SyncRun.Kind.values()).not(),
                isAnyOf(SYNC_RUNS.STATUS, Status.values()).not(),
                IS_REFUSED.and(SYNC_RUNS.REFUSED_FOR.isNull()),
                IS_REFUSED.not().and(SYNC_RUNS.REFUSED_FOR.isNotNull()),
                listOf(SYNC_RUNS.REFUSED_FOR, "", Reason.values()).not(),
                SYNC_RUNS.RUN.lt(inline(1L)),
                column(order, before).ge(SYNC_RUNS.RUN_TIME),
                SYNC_RUNS.DURATION_MS.lt(ZERO),
                PATIENTS.RUN.isNull(),
                PAYMENTS.RUN.isNull(),
                HAS_NO_COUNTS.and(IS_REFUSED.or(SYNC_RUNS.EXPORTED_AT.isNotNull())),
                IS_ERASURE.or(IS_UNSUPPRESSION).andNot(IS_APPLIED),
                IS_SNAPSHOT.and(PATIENTS.FULL_SET.isFalse()).and(PAYMENTS.FULL_SET.isFalse()),
                IS_SYNC.or(IS_REVERT).and(IS_APPLIED).andNot(changed),
                IS_REVERT.and(SYNC_RUNS.REVERTED_TO.isNull()),
                SYNC_RUNS.REVERTED_TO.isNotNull().andNot(IS_REVERT),
                SYNC_RUNS.REVERTED_TO.lt(ZERO).or(SYNC_RUNS.REVERTED_TO.ge(SYNC_RUNS.RUN)),
                IS_REVERT.and(SYNC_RUNS.EXPORTED_AT.isNotNull()),
                SYNC_RUNS.STATUS.eq(inline(Status.UNCHANGED.name())).and(changed));
        return new IntegrityCheck(rows, SYNC_RUNS.RUN, Map.of(Kind.RUN_LOG, deviates));
    }

    /** The counts of each set. Payments may be restored or deleted without an element, with their patients. */
    static IntegrityCheck ofCounts() {
        SyncRunCounts set = SYNC_RUN_COUNTS;
        List<Field<Long>> all = List.of(
                set.RECORDS_READ,
                set.INSERTED,
                set.UPDATED,
                set.UNCHANGED,
                set.RESTORED,
                set.DELETED,
                set.CASCADED,
                set.REJECTED,
                set.RETAINED,
                set.COLLAPSED,
                set.WITHHELD,
                set.SUPPRESSED,
                set.FILTERED);
        Field<Long> accepted =
                set.RECORDS_READ.minus(set.REJECTED).minus(set.COLLAPSED).minus(set.SUPPRESSED);
        Field<Long> written = set.INSERTED.plus(set.UPDATED).plus(set.UNCHANGED);
        Field<Long> deletedByName =
                when(IS_DELTA, set.DELETED.minus(set.CASCADED)).otherwise(ZERO);
        Field<Long> most = written.plus(set.RESTORED).plus(deletedByName);
        Condition given = set.FULL_SET.isTrue().or(IS_DELTA);
        Condition ofSync = or(
                IS_DELTA.and(set.FULL_SET.isTrue()),
                given.not()
                        .and(any(List.of(
                                set.RECORDS_READ,
                                set.INSERTED,
                                set.UPDATED,
                                set.UNCHANGED,
                                set.RETAINED,
                                set.WITHHELD,
                                set.FILTERED))),
                given.not().and(set.DELETED.ne(set.CASCADED)),
                set.RETAINED.gt(set.REJECTED),
                set.CASCADED.gt(set.DELETED),
                IS_OF_PATIENTS.and(set.CASCADED.ne(ZERO)),
                IS_OF_PATIENTS.and(accepted.ne(most)),
                accepted.lt(written).or(accepted.gt(most)));
        List<Condition> deviates = new ArrayList<>(List.of(
                isAnyOf(set.RECORD_TYPE, RecordType.values()).not(),
                set.PAID_FROM.isNotNull().and(IS_OF_PATIENTS.or(set.FULL_SET.isFalse())),
                HAS_NO_COUNTS.and(set.FULL_SET.isTrue().or(any(all))),
                IS_SYNC.and(ofSync),
                IS_REVERT.and(set.FULL_SET
                        .isTrue()
                        .or(any(List.of(
                                set.RECORDS_READ,
                                set.INSERTED,
                                set.UNCHANGED,
                                set.REJECTED,
                                set.RETAINED,
                                set.COLLAPSED,
                                set.SUPPRESSED,
                                set.FILTERED))))));
        all.forEach(each -> deviates.add(each.lt(ZERO)));
        Field<Long> inserted = when(IS_REFUSED, ZERO).otherwise(set.INSERTED);
        deviates.add(set.LAST_ID.ne(coalesce(BEFORE.LAST_ID, ZERO).plus(inserted)));
        return new IntegrityCheck(
                set.join(SYNC_RUNS)
                        .on(SYNC_RUNS.RUN.eq(set.RUN))
                        .leftJoin(BEFORE)
                        .on(BEFORE.RUN.eq(set.RUN.minus(inline(1L))), BEFORE.RECORD_TYPE.eq(set.RECORD_TYPE)),
                set.RUN,
                Map.of(Kind.RUN_COUNTS, or(deviates)));
    }

    static IntegrityCheck ofRejections() {
        Field<Integer> stored = count().over(partitionBy(REJECTIONS.RUN, REJECTIONS.RECORD_TYPE))
                .as("stored");
        Table<?> rejected =
                select(REJECTIONS.fields()).select(stored).from(REJECTIONS).asTable("rejected");
        Field<Long> run = column(rejected, REJECTIONS.RUN);
        Field<String> type = column(rejected, REJECTIONS.RECORD_TYPE);
        Field<Long> position = column(rejected, REJECTIONS.RECORD_NO);
        Table<?> rows = rejected.leftJoin(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(run))
                .leftJoin(SYNC_RUN_COUNTS)
                .on(SYNC_RUN_COUNTS.RUN.eq(run), SYNC_RUN_COUNTS.RECORD_TYPE.eq(type))
                .join(STORE_STATE)
                .on(trueCondition());
        Condition deviates = or(
                SYNC_RUNS.RUN.isNull(),
                SYNC_RUN_COUNTS.RUN.isNull(),
                IS_SYNC.not(),
                run.le(STORE_STATE.HORIZON_RUN),
                position.lt(inline(1L)),
                column(rejected, REJECTIONS.LINE).lt(inline(1L)),
                position.gt(SYNC_RUN_COUNTS.RECORDS_READ.plus(SYNC_RUN_COUNTS.FILTERED)),
                column(rejected, stored).coerce(SYNC_RUN_COUNTS.REJECTED).gt(SYNC_RUN_COUNTS.REJECTED),
                type.eq(inline(RecordType.PATIENT.name()))
                        .and(column(rejected, REJECTIONS.PATIENT_EXTERNAL_ID).isNotNull()),
                listOf(column(rejected, REJECTIONS.FAULTS), "[A-Za-z]+:", Code.values())
                        .not());
        return new IntegrityCheck(rows, run, Map.of(Kind.REJECTION, deviates));
    }

    private static Field<Long> changes(SyncRunCounts counts) {
        return counts.INSERTED.plus(counts.UPDATED).plus(counts.RESTORED).plus(counts.DELETED);
    }

    private static Condition any(List<Field<Long>> counts) {
        return or(counts.stream().map(each -> each.ne(ZERO)).toList());
    }
}
