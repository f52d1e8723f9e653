package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordStates;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.history.Horizon;
import io.github.patientpayments.internal.history.LastRun;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record5;
import org.jooq.Select;
import org.jooq.Table;

/**
 * The mirror as a run left it. A record that has not changed since comes from its live row, any other from the version
 * that was valid then. Ids, external ids and creation times never change and come from the live row; totals are
 * computed.
 *
 * @param run the number of the run; 0 for the empty mirror before the first
 */
record AsOfView(long run) implements View {

    private static final String STATES = "states";
    private static final Table<?> PATIENT_STATES = RecordTables.PATIENTS.states(STATES);
    private static final Table<?> PAYMENT_STATES = RecordTables.PAYMENTS.states(STATES);
    private static final Field<Long> ID = column(STATES, RecordStates.ID);
    private static final Field<Long> FROM_RUN = column(STATES, RecordStates.FROM_RUN);
    private static final Field<Long> TO_RUN = column(STATES, RecordStates.TO_RUN);
    private static final Field<Boolean> GONE = column(STATES, RecordStates.GONE);

    private static final String PAID = "paid";
    private static final Field<BigDecimal> AMOUNT = column(PAID, PAYMENTS.AMOUNT);

    @Override
    public PatientRows patients(boolean byContent, boolean byTotals, boolean withDeleted, DateRange paid) {
        Table<?> patients =
                new ComputedTotals(livePayments(paid)).addedTo(PATIENT_STATES, ID, byTotals, this::patients);
        return new PatientRows(
                patients,
                PATIENT.ID,
                withDeleted
                        ? noCondition()
                        : column(PATIENT.getName(), RecordStates.GONE).isFalse(),
                ComputedTotals.COLUMNS,
                null);
    }

    private Select<?> patients(Table<?> states, List<Field<?>> totals) {
        List<Field<?>> columns = new ArrayList<>(RecordTables.PATIENTS.storedIn(PATIENT_STATES));
        columns.addAll(totals);
        return records(RecordTables.PATIENTS, states, columns);
    }

    /** A payment is live only if its patient is, so neither is joined with anything: that takes a third of the time. */
    @Override
    public Optional<Select<Record5<Integer, Integer, BigDecimal, BigDecimal, BigDecimal>>> totalsOfAll(
            boolean withDeleted, DateRange paid) {
        Field<Integer> patients = field(
                selectCount().from(PATIENT_STATES).where(validAtRun(), withDeleted ? noCondition() : GONE.isFalse()));
        return Optional.of(select(patients, count(), sum(AMOUNT), min(AMOUNT), max(AMOUNT))
                .from(livePayments(paid).asTable(PAID)));
    }

    @Override
    public Table<?> payments() {
        return records(RecordTables.PAYMENTS, PAYMENT_STATES, RecordTables.PAYMENTS.storedIn(PAYMENT_STATES))
                .asTable(PAYMENT);
    }

    private Select<?> records(RecordTables tables, Table<?> states, List<Field<?>> content) {
        Table<?> record = tables.live().as("record_of");
        List<Field<?>> columns = new ArrayList<>(List.of(
                ID,
                column(record, PATIENTS.CREATED),
                SYNC_RUNS.RUN_TIME.as(PATIENTS.UPDATED),
                when(GONE, SYNC_RUNS.RUN_TIME).as(PATIENTS.DELETED),
                GONE,
                column(record, PATIENTS.EXTERNAL_ID)));
        columns.addAll(content);
        return select(columns)
                .from(states)
                .join(record)
                .on(column(record, PATIENTS.ID).eq(ID))
                .join(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(FROM_RUN))
                .where(validAtRun());
    }

    /** The patients and amounts of live payments, for the totals. */
    private Select<?> livePayments(DateRange paid) {
        return select(column(STATES, PAYMENTS.PATIENT_ID), column(STATES, PAYMENTS.AMOUNT))
                .from(PAYMENT_STATES)
                .where(validAtRun(), GONE.isFalse(), paid.contains(column(STATES, PAYMENTS.PAID_ON)));
    }

    /**
     * Applied outside the union: PostgreSQL pushes the condition into both branches, and flattens a branch without one
     * of its own. Erased states have no patient, so joins with patients exclude them.
     */
    private Condition validAtRun() {
        return FROM_RUN.le(inline(run)).and(TO_RUN.gt(inline(run)));
    }

    @Override
    public Condition paymentIsLive() {
        return column(PAYMENT.getName(), RecordStates.GONE).isFalse();
    }

    @Override
    public Field<Long> baseRun() {
        return inline(run);
    }

    @Override
    public String label() {
        return "run " + run;
    }

    /** Totals of the past are in no index: all of them are computed, joined with all patients, and sorted. */
    @Override
    public <T> T readPage(Database database, boolean byTotals, boolean adjacent, Function<DSLContext, T> query) {
        return byTotals ? readWithSetJoins(database, query) : read(database, query);
    }

    /**
     * A purge that removed rows of the result was committed before the query, so the horizon is read after it. The
     * database may be another one than when the view was made: a replica.
     */
    @Override
    public <T> Function<DSLContext, T> checked(Function<DSLContext, T> query) {
        return dsl -> {
            LastRun.of(dsl).checkReached(run);
            T answer = query.apply(dsl);
            Horizon.of(dsl).checkRun(run);
            return answer;
        };
    }
}
