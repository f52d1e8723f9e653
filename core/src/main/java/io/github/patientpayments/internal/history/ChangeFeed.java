package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Subqueries.exists;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.Change.Kind;
import io.github.patientpayments.internal.db.RecordRow;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.jooq.internal.tables.PatientVersions;
import io.github.patientpayments.jooq.internal.tables.Patients;
import io.github.patientpayments.jooq.internal.tables.PaymentVersions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** The events of records, with their content. */
public final class ChangeFeed {

    private static final PatientVersions PATIENT_BEFORE = PATIENT_VERSIONS.as("patient_before");
    private static final PaymentVersions PAYMENT_BEFORE = PAYMENT_VERSIONS.as("payment_before");
    private static final PatientVersions PATIENT_AFTER = PATIENT_VERSIONS.as("patient_after");
    private static final PaymentVersions PAYMENT_AFTER = PAYMENT_VERSIONS.as("payment_after");
    private static final Patients PAYER = PATIENTS.as("payer");
    private static final Patients PAYER_BEFORE = PATIENTS.as("payer_before");
    private static final PaymentVersions EARLIER = PAYMENT_VERSIONS.as("earlier");

    /** False for a payment that was nobody's but an erased patient's before: its first event is its creation. */
    private static final Field<Boolean> HAS_PAST = when(
                    PAYMENT_BEFORE.PAYMENT_ID.isNull().or(PAYMENT_BEFORE.PATIENT_ID.isNotNull()), inline(true))
            .otherwise(field(exists(selectOne()
                    .from(EARLIER)
                    .where(
                            EARLIER.PAYMENT_ID.eq(PAYMENT_BEFORE.PAYMENT_ID),
                            EARLIER.TO_RUN.lt(PAYMENT_BEFORE.TO_RUN),
                            EARLIER.PATIENT_ID.isNotNull()))))
            .as("has_past");

    private static final Field<Long> PAYER_ID =
            when(PAYMENT_AFTER.PAYMENT_ID.isNull(), PAYMENTS.PATIENT_ID).otherwise(PAYMENT_AFTER.PATIENT_ID);
    private static final Field<BigDecimal> AMOUNT = when(PAYMENT_AFTER.PAYMENT_ID.isNull(), PAYMENTS.AMOUNT)
            .otherwise(PAYMENT_AFTER.AMOUNT)
            .as("amount_after");
    private static final Field<LocalDate> PAID_ON = when(PAYMENT_AFTER.PAYMENT_ID.isNull(), PAYMENTS.PAID_ON)
            .otherwise(PAYMENT_AFTER.PAID_ON)
            .as("paid_on_after");

    private ChangeFeed() {}

    /**
     * The events of one run. A writer can read those of its own run before it commits, once the run is in the run log.
     */
    public static List<Change> ofRun(DSLContext dsl, long run, int limit) {
        return read(dsl, FeedPosition.endOf(run - 1), run, limit);
    }

    /**
     * The first events after a position, up to a run. One statement, so that a version that is superseded in the
     * meantime is neither missed nor seen twice. The states before and after an event, of which the latter may be the
     * current one, and the external ids are looked up only for the events of the page.
     */
    public static List<Change> read(DSLContext dsl, FeedPosition position, long lastRun, int limit) {
        return position.compareTo(FeedPosition.endOf(lastRun)) >= 0
                ? List.of()
                : withContent(dsl, FeedEvents.after(position, lastRun, limit))
                        .orderBy(FeedEvents.RUN, FeedEvents.PHASE, FeedEvents.ID)
                        .fetch(ChangeFeed::change);
    }

    /** Given events, in no particular order, as rows for {@link #change}. */
    static Result<? extends Record> withContent(DSLContext dsl, List<FeedPosition> events) {
        return withContent(dsl, FeedEvents.of(events)).fetch();
    }

    private static SelectJoinStep<? extends Record> withContent(DSLContext dsl, Table<?> events) {
        return dsl.select(FeedEvents.RUN, FeedEvents.PHASE, FeedEvents.ID, FeedEvents.OF_ERASURE)
                .select(SYNC_RUNS.RUN_TIME, HAS_PAST, AMOUNT, PAID_ON, PAYER.EXTERNAL_ID, PAYER_BEFORE.EXTERNAL_ID)
                .select(PATIENTS.fields())
                .select(PATIENT_AFTER.fields())
                .select(PATIENT_BEFORE.fields())
                .select(PAYMENTS.EXTERNAL_ID)
                .select(PAYMENT_BEFORE.fields())
                .from(events)
                .join(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(FeedEvents.RUN))
                .leftJoin(PATIENTS)
                .on(PATIENTS.ID.eq(FeedEvents.ID), FeedEvents.ofPatient())
                .leftJoin(PATIENT_AFTER)
                .on(RecordTables.PATIENTS.isValidAfter(PATIENT_AFTER, PATIENTS.ID, FeedEvents.RUN))
                .leftJoin(PATIENT_BEFORE)
                .on(PATIENT_BEFORE.PATIENT_ID.eq(PATIENTS.ID), PATIENT_BEFORE.TO_RUN.eq(FeedEvents.RUN))
                .leftJoin(PAYMENTS)
                .on(PAYMENTS.ID.eq(FeedEvents.ID), FeedEvents.ofPayment())
                .leftJoin(PAYMENT_AFTER)
                .on(RecordTables.PAYMENTS.isValidAfter(PAYMENT_AFTER, PAYMENTS.ID, FeedEvents.RUN))
                .leftJoin(PAYER)
                .on(PAYER.ID.eq(PAYER_ID))
                .leftJoin(PAYMENT_BEFORE)
                .on(PAYMENT_BEFORE.PAYMENT_ID.eq(PAYMENTS.ID), PAYMENT_BEFORE.TO_RUN.eq(FeedEvents.RUN))
                .leftJoin(PAYER_BEFORE)
                .on(PAYER_BEFORE.ID.eq(PAYMENT_BEFORE.PATIENT_ID));
    }

    static Change change(Record row) {
        return switch (row.get(FeedEvents.PHASE)) {
            case FeedPosition.PATIENT_UPSERTS, FeedPosition.PATIENT_DELETIONS -> patientChange(row);
            default -> paymentChange(row);
        };
    }

    private static Change patientChange(Record row) {
        String externalId = row.get(PATIENTS.EXTERNAL_ID);
        Kind kind = kind(row, FeedPosition.PATIENT_DELETIONS, externalId, PATIENT_BEFORE.DELETED);
        PatientData before = row.get(PATIENT_BEFORE.PATIENT_ID) == null
                ? null
                : RecordContent.patient(externalId, new RecordRow(row), PATIENT_BEFORE);
        Table<?> stateAfter = row.get(PATIENT_AFTER.PATIENT_ID) == null ? PATIENTS : PATIENT_AFTER;
        PatientData after = isRemoval(kind) ? null : RecordContent.patient(externalId, new RecordRow(row), stateAfter);
        return PatientChangeValue.of(event(row, kind, externalId, before, after));
    }

    private static Change paymentChange(Record row) {
        String externalId = row.get(PAYMENTS.EXTERNAL_ID);
        Kind kind = kind(row, FeedPosition.PAYMENT_DELETIONS, externalId, PAYMENT_BEFORE.DELETED);
        PaymentData before = row.get(PAYMENT_BEFORE.PATIENT_ID) == null
                ? null
                : RecordContent.payment(
                        externalId,
                        row.get(PAYER_BEFORE.EXTERNAL_ID),
                        row.get(PAYMENT_BEFORE.AMOUNT),
                        row.get(PAYMENT_BEFORE.PAID_ON));
        PaymentData after = isRemoval(kind)
                ? null
                : RecordContent.payment(externalId, row.get(PAYER.EXTERNAL_ID), row.get(AMOUNT), row.get(PAID_ON));
        return PaymentChangeValue.of(event(row, kind, externalId, before, after));
    }

    private static <T> Event<T> event(
            Record row, Kind kind, @Nullable String externalId, @Nullable T before, @Nullable T after) {
        return new Event<>(
                row.get(FeedEvents.RUN),
                row.get(SYNC_RUNS.RUN_TIME),
                kind,
                row.get(FeedEvents.ID),
                Optional.ofNullable(externalId),
                Optional.ofNullable(before),
                Optional.ofNullable(after));
    }

    private static Kind kind(Record row, int deletions, @Nullable String externalId, Field<Boolean> deletedBefore) {
        boolean removal = row.get(FeedEvents.PHASE) == deletions;
        @Nullable Boolean wasDeleted = row.get(deletedBefore);
        if (removal) {
            return externalId == null ? Kind.ERASED : Kind.DELETED;
        } else if (row.get(FeedEvents.OF_ERASURE)) {
            return Kind.UPDATED;
        } else if (wasDeleted == null || !row.get(HAS_PAST)) {
            return Kind.CREATED;
        } else {
            return wasDeleted ? Kind.RESTORED : Kind.UPDATED;
        }
    }

    private static boolean isRemoval(Kind kind) {
        return kind == Kind.DELETED || kind == Kind.ERASED;
    }
}
