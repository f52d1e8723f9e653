package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.internal.history.Horizon;
import io.github.patientpayments.jooq.internal.tables.Patients;
import io.github.patientpayments.jooq.internal.tables.Payments;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The mirror as a run left it: of each record the live row, if it has not changed since, or else the version that was
 * valid then. Ids, external ids and creation times never change and come from the live row; totals are added up.
 *
 * @param run the number of the run; nothing was there at 0
 */
record AsOfView(long run) implements View {

    private static final Patients RECORD_OF_PATIENT = PATIENTS.as("record_of");
    private static final Payments RECORD_OF_PAYMENT = PAYMENTS.as("record_of");

    private static final String STATES = "states";
    private static final String GONE = "gone";
    private static final Field<Long> ID = column(STATES, PATIENTS.ID);
    private static final Field<Long> FROM_RUN = column(STATES, PATIENT_VERSIONS.FROM_RUN);
    private static final Field<Long> TO_RUN = column(STATES, PATIENT_VERSIONS.TO_RUN);
    private static final Field<Long> STILL_VALID = inline(Long.MAX_VALUE);
    private static final Field<Boolean> STATE_IS_GONE = field(name(STATES, GONE), SQLDataType.BOOLEAN);

    private static final Field<BigDecimal> TOTAL = coalesce(
                    sum(column("paid", PAYMENTS.AMOUNT)), inline(BigDecimal.ZERO))
            .cast(PATIENTS.PAYMENT_TOTAL);
    private static final Field<Long> COUNT = count().cast(PATIENTS.PAYMENT_COUNT);
    private static final Field<Long> PAID_BY = field(name("paid", "patient_id"), SQLDataType.BIGINT);

    @Override
    public Table<?> patients(boolean totalsOfAll) {
        return totalsOfAll ? patientsWithAllTotals() : patientsWithTheirTotals();
    }

    /** For a few patients: each one's payments are looked up. */
    private Table<?> patientsWithTheirTotals() {
        return patients(
                patientStates(),
                field(select(TOTAL).from(paid()).where(PAID_BY.eq(ID))),
                field(select(COUNT).from(paid()).where(PAID_BY.eq(ID))));
    }

    /** For many patients: all payments are added up in one go. */
    private Table<?> patientsWithAllTotals() {
        Field<BigDecimal> total = field(name("sums", "total"), PATIENTS.PAYMENT_TOTAL.getDataType());
        Field<Long> count = field(name("sums", "payments"), PATIENTS.PAYMENT_COUNT.getDataType());
        Table<?> sums = select(PAID_BY, TOTAL.as(total), COUNT.as(count))
                .from(paid())
                .groupBy(PAID_BY)
                .asTable("sums");
        return patients(
                patientStates()
                        .leftJoin(sums)
                        .on(field(name("sums", "patient_id"), Long.class).eq(ID)),
                coalesce(total, inline(BigDecimal.ZERO)).cast(PATIENTS.PAYMENT_TOTAL),
                coalesce(count, inline(0L)));
    }

    private Table<?> patients(Table<?> states, Field<BigDecimal> total, Field<Long> count) {
        return select(
                        ID,
                        RECORD_OF_PATIENT.CREATED,
                        SYNC_RUNS.RUN_TIME.as(PATIENT.UPDATED),
                        when(STATE_IS_GONE, SYNC_RUNS.RUN_TIME).as(PATIENT.DELETED),
                        STATE_IS_GONE,
                        RECORD_OF_PATIENT.EXTERNAL_ID,
                        column(STATES, PATIENTS.FIRST_NAME),
                        column(STATES, PATIENTS.LAST_NAME),
                        column(STATES, PATIENTS.MIDDLE_NAME),
                        column(STATES, PATIENTS.DATE_OF_BIRTH),
                        column(STATES, PATIENTS.FIRST_NAME_KEY),
                        column(STATES, PATIENTS.LAST_NAME_KEY),
                        total.as(PATIENT.PAYMENT_TOTAL),
                        count.as(PATIENT.PAYMENT_COUNT))
                .from(states)
                .join(RECORD_OF_PATIENT)
                .on(RECORD_OF_PATIENT.ID.eq(ID))
                .join(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(FROM_RUN))
                .where(validThen())
                .asTable(PATIENT);
    }

    @Override
    public Table<?> payments() {
        return select(
                        ID,
                        RECORD_OF_PAYMENT.CREATED,
                        SYNC_RUNS.RUN_TIME.as(PAYMENT.UPDATED),
                        when(STATE_IS_GONE, SYNC_RUNS.RUN_TIME).as(PAYMENT.DELETED),
                        STATE_IS_GONE,
                        RECORD_OF_PAYMENT.EXTERNAL_ID,
                        column(STATES, PAYMENTS.PATIENT_ID),
                        column(STATES, PAYMENTS.AMOUNT))
                .from(paymentStates())
                .join(RECORD_OF_PAYMENT)
                .on(RECORD_OF_PAYMENT.ID.eq(ID))
                .join(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(FROM_RUN))
                .where(validThen())
                .asTable(PAYMENT);
    }

    private static Table<?> patientStates() {
        return select(
                        PATIENTS.ID,
                        PATIENTS.CHANGED_RUN.as(FROM_RUN),
                        STILL_VALID.as(TO_RUN),
                        field(PATIENTS.DELETED.isNotNull()).as(GONE),
                        PATIENTS.FIRST_NAME,
                        PATIENTS.LAST_NAME,
                        PATIENTS.MIDDLE_NAME,
                        PATIENTS.DATE_OF_BIRTH,
                        PATIENTS.FIRST_NAME_KEY,
                        PATIENTS.LAST_NAME_KEY)
                .from(PATIENTS)
                .unionAll(select(
                                PATIENT_VERSIONS.PATIENT_ID,
                                PATIENT_VERSIONS.FROM_RUN,
                                PATIENT_VERSIONS.TO_RUN,
                                PATIENT_VERSIONS.DELETED,
                                PATIENT_VERSIONS.FIRST_NAME,
                                PATIENT_VERSIONS.LAST_NAME,
                                PATIENT_VERSIONS.MIDDLE_NAME,
                                PATIENT_VERSIONS.DATE_OF_BIRTH,
                                PATIENT_VERSIONS.FIRST_NAME_KEY,
                                PATIENT_VERSIONS.LAST_NAME_KEY)
                        .from(PATIENT_VERSIONS))
                .asTable(STATES);
    }

    private static Table<?> paymentStates() {
        return select(
                        PAYMENTS.ID,
                        PAYMENTS.CHANGED_RUN.as(FROM_RUN),
                        STILL_VALID.as(TO_RUN),
                        field(PAYMENTS.DELETED.isNotNull()).as(GONE),
                        PAYMENTS.PATIENT_ID,
                        PAYMENTS.AMOUNT)
                .from(PAYMENTS)
                .unionAll(select(
                                PAYMENT_VERSIONS.PAYMENT_ID,
                                PAYMENT_VERSIONS.FROM_RUN,
                                PAYMENT_VERSIONS.TO_RUN,
                                PAYMENT_VERSIONS.DELETED,
                                PAYMENT_VERSIONS.PATIENT_ID,
                                PAYMENT_VERSIONS.AMOUNT)
                        .from(PAYMENT_VERSIONS))
                .asTable(STATES);
    }

    /** What was live, by patient: nothing else of a payment is needed for a total. */
    private Table<?> paid() {
        return select(column(STATES, PAYMENTS.PATIENT_ID), column(STATES, PAYMENTS.AMOUNT))
                .from(paymentStates())
                .where(validThen(), STATE_IS_GONE.isFalse())
                .asTable("paid");
    }

    /**
     * Stands outside the union: PostgreSQL pushes it into both halves, and looks into a half that has none of its own.
     * Erased states have no patient, and drop out wherever patients are joined.
     */
    private Condition validThen() {
        return FROM_RUN.le(inline(run)).and(TO_RUN.gt(inline(run)));
    }

    @Override
    public Condition patientIsLive() {
        return field(name(PATIENT.getName(), GONE), SQLDataType.BOOLEAN).isFalse();
    }

    @Override
    public Condition paymentIsLive() {
        return field(name(PAYMENT.getName(), GONE), SQLDataType.BOOLEAN).isFalse();
    }

    @Override
    public Field<Long> baseRun() {
        return inline(run);
    }

    @Override
    public String label() {
        return "run " + run;
    }

    /** A purge that has hurt the answer was committed before it was read, so its horizon is looked up behind it. */
    @Override
    public <T> Function<DSLContext, T> whole(Function<DSLContext, T> query) {
        return dsl -> {
            T answer = query.apply(dsl);
            Horizon.of(dsl).checkRun(run);
            return answer;
        };
    }
}
