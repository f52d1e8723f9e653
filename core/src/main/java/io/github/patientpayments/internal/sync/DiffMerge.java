package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** Applies the diff of one record type to the mirror. Every statement works on a set. */
final class DiffMerge {

    private final RecordTables tables;
    private final DSLContext dsl;
    private final Transaction transaction;
    private final Run run;
    private final SetCounter counter;
    private final Table<?> live;
    private final Table<?> diff;
    private final Table<?> firstRows;
    private final Field<Short> action;
    private final Field<Instant> now;

    private DiffMerge(RecordTables tables, Transaction transaction, Run run, SetCounter counter, Table<?> firstRows) {
        this.tables = tables;
        this.dsl = transaction.dsl();
        this.transaction = transaction;
        this.run = run;
        this.counter = counter;
        this.live = tables.live();
        this.diff = tables.diff();
        this.firstRows = firstRows;
        this.action = column(diff, PATIENT_DIFF.KIND);
        this.now = val(run.time(), PATIENTS.UPDATED);
    }

    static DiffMerge ofPatients(Transaction transaction, Run run, SetCounter counter) {
        return new DiffMerge(RecordTables.PATIENTS, transaction, run, counter, PatientComparison.newPatients());
    }

    static DiffMerge ofPayments(Transaction transaction, Run run, SetCounter counter) {
        return new DiffMerge(RecordTables.PAYMENTS, transaction, run, counter, PaymentComparison.newPayments());
    }

    /** Writes the whole diff. */
    void apply() {
        upsert();
        delete();
    }

    /** Writes new, changed and returning records. */
    void upsert() {
        if (counter.of(DiffAction.CHANGES) > 0) {
            keepVersions(false, DiffAction.CHANGES);
            writeChanged();
        }
        if (counter.of(DiffAction.INSERT) > 0 && counter.set().first()) {
            insertNew(firstRows, noCondition());
        } else if (counter.of(DiffAction.INSERT) > 0) {
            insertNew(diff, DiffAction.in(action, DiffAction.INSERT));
        }
    }

    /** Turns deleted records into tombstones. */
    void delete() {
        if (counter.of(DiffAction.DELETIONS) > 0) {
            keepVersions(true, DiffAction.DELETIONS);
            writeDeleted();
        }
    }

    /** A join, not IN: H2 would evaluate the subquery again for every record. */
    private void keepVersions(boolean beforeDeletion, DiffAction... actions) {
        Map<Field<?>, Field<?>> version = new LinkedHashMap<>();
        version.put(tables.versionOf(), tables.id());
        version.put(PATIENT_VERSIONS.FROM_RUN, column(live, PATIENTS.CHANGED_RUN));
        version.put(PATIENT_VERSIONS.TO_RUN, val(run.number()));
        version.put(
                PATIENT_VERSIONS.DELETED, field(column(live, PATIENTS.DELETED).isNotNull()));
        version.put(PATIENT_VERSIONS.NEXT_DELETED, inline(beforeDeletion));
        tables.storedIn(live).forEach(stored -> version.put(stored, stored));
        insert(tables.versions(), version, diff.join(live).on(sameRecord()), DiffAction.in(action, actions));
    }

    private void writeChanged() {
        Map<Field<?>, Field<?>> changed = new LinkedHashMap<>();
        changed.put(PATIENTS.UPDATED, now);
        changed.put(PATIENTS.DELETED, val(null, PATIENTS.DELETED));
        changed.put(PATIENTS.CHANGED_RUN, val(run.number()));
        changed.put(PATIENTS.CONTENT_HASH, column(diff, PATIENT_DIFF.CONTENT_HASH));
        mark(changed, inline(false));
        tables.storedIn(diff).forEach(stored -> changed.put(stored, stored));
        update(changed, DiffAction.CHANGES);
    }

    private void writeDeleted() {
        Map<Field<?>, Field<?>> deleted = new LinkedHashMap<>();
        deleted.put(PATIENTS.UPDATED, now);
        deleted.put(PATIENTS.DELETED, now);
        deleted.put(PATIENTS.CHANGED_RUN, val(run.number()));
        mark(deleted, field(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.CASCADE)));
        update(deleted, DiffAction.DELETIONS);
    }

    private void insertNew(Table<?> from, Condition where) {
        Field<Long> recordNo = column(from, PATIENT_DIFF.RECORD_NO);
        Field<? extends Number> number =
                counter.acceptsAll() ? recordNo : rowNumber().over().orderBy(recordNo);
        long lastId = transaction.state().get(tables.lastId());
        Map<Field<?>, Field<?>> created = new LinkedHashMap<>();
        created.put(PATIENTS.ID, val(lastId).plus(number));
        created.put(PATIENTS.CREATED, now);
        created.put(PATIENTS.UPDATED, now);
        created.put(PATIENTS.CHANGED_RUN, val(run.number()));
        created.put(PATIENTS.EXTERNAL_ID, column(from, PATIENT_DIFF.EXTERNAL_ID));
        tables.storedIn(from).forEach(stored -> created.put(stored, stored));
        created.put(PATIENTS.CONTENT_HASH, column(from, PATIENT_DIFF.CONTENT_HASH));
        mark(created, inline(false));
        insert(live, created, from, where);
        transaction.state().set(tables.lastId(), lastId + counter.of(DiffAction.INSERT));
    }

    /** Payments are marked if they are deleted with their patient. */
    private void mark(Map<Field<?>, Field<?>> row, Field<Boolean> cascaded) {
        if (tables.type() == RecordType.PAYMENT) {
            row.put(PAYMENTS.CASCADED, cascaded);
        }
    }

    private void insert(Table<?> into, Map<Field<?>, Field<?>> values, Table<?> from, Condition where) {
        dsl.insertInto(into, values.keySet().stream().map(into::field).toList())
                .select(select(values.values()).from(from).where(where))
                .execute();
    }

    private void update(Map<Field<?>, Field<?>> values, DiffAction... actions) {
        Map<Field<?>, Field<?>> assignments = new LinkedHashMap<>();
        values.forEach((column, value) -> assignments.put(live.field(column), value));
        dsl.mergeInto(live)
                .using(diff)
                .on(sameRecord(), DiffAction.in(action, actions))
                .whenMatchedThenUpdate()
                .set(assignments)
                .execute();
    }

    private Condition sameRecord() {
        return tables.id().eq(column(diff, PATIENT_DIFF.ID));
    }
}
