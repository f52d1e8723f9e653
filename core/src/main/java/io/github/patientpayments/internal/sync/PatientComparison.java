package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

/**
 * Compares the staged patients with the mirror. The result is the diff: a row for each patient that has to be written.
 */
final class PatientComparison extends SetComparison {

    private static final RecordTables TABLES = RecordTables.PATIENTS;

    PatientComparison(Transaction transaction, SetCounter counter) {
        super(transaction, TABLES, counter);
    }

    /**
     * Finds the patients that are new, changed, restored or deleted (missing from a full set, or deleted by a delta).
     * Unchanged patients have no row in the diff, nor have those of a first set, which are all new.
     */
    void compare() {
        if (!counter.set().first()) {
            compare(this::insertIntoDiff);
        }
        countAdded();
        countUnknownDeletions();
        countRetained(noCondition());
    }

    private void insertIntoDiff() {
        Field<Boolean> differs = field(contentDiffers()).as("differs");
        List<Field<?>> columns = new ArrayList<>(TABLES.storedIn(PATIENT_STAGE));
        columns.add(PATIENT_STAGE.DELETION);
        columns.add(PATIENT_STAGE.CONTENT_HASH);
        columns.add(differs);
        Matched matched = match(columns);
        Condition toDelete = matched.isMissing()
                .or(matched.isValid()
                        .and(column(matched.rows(), PATIENT_STAGE.DELETION).isTrue()));
        Condition unknown = matched.isUnknown();
        Condition tombstone = matched.isDeleted();

        List<Field<?>> values = new ArrayList<>(List.of(
                when(toDelete, DiffAction.DELETE.inline())
                        .when(unknown, DiffAction.INSERT.inline())
                        .when(tombstone, DiffAction.RESTORE.inline())
                        .otherwise(DiffAction.UPDATE.inline()),
                matched.liveId(),
                matched.recordNo(),
                matched.externalId()));
        values.addAll(TABLES.storedIn(matched.rows()));
        values.add(column(matched.rows(), PATIENT_STAGE.CONTENT_HASH));
        List<Field<?>> into = new ArrayList<>(
                List.of(PATIENT_DIFF.KIND, PATIENT_DIFF.ID, PATIENT_DIFF.RECORD_NO, PATIENT_DIFF.EXTERNAL_ID));
        into.addAll(TABLES.storedIn(PATIENT_DIFF));
        into.add(PATIENT_DIFF.CONTENT_HASH);
        addToDiff(dsl.insertInto(PATIENT_DIFF, into)
                .select(select(values)
                        .from(matched.rows())
                        .where(toDelete.andNot(unknown)
                                .andNot(tombstone)
                                .or(matched.isValid()
                                        .andNot(toDelete)
                                        .and(unknown.or(tombstone)
                                                .or(column(matched.rows(), differs)
                                                        .isTrue()))))));
    }

    /** The valid patients of a first set, as they are inserted. */
    static Table<?> newPatients() {
        List<Field<?>> columns = new ArrayList<>(List.of(PATIENT_STAGE.RECORD_NO, PATIENT_STAGE.EXTERNAL_ID));
        columns.addAll(TABLES.storedIn(PATIENT_STAGE));
        columns.add(PATIENT_STAGE.CONTENT_HASH);
        return select(columns)
                .from(PATIENT_STAGE)
                .where(PATIENT_STAGE.STATUS.eq(inline(StagingTable.VALID)))
                .asTable("new_patients");
    }

    /**
     * Keeps the missing patients whose deletion would cascade to payments. Some of them are named by payments of
     * others, which move there, and so the others need not be kept: only those stay who have a payment in the end.
     */
    void withholdDeletionsThatWouldCascade() {
        if (markUndecided(PaymentComparison.patientsWhoseDeletionWouldCascade()) > 0) {
            Table<?> kept = PaymentComparison.undecidedPatientsWhoKeepAPayment().asTable("kept");
            counter.withhold(dsl.mergeInto(PATIENT_DIFF)
                    .using(kept)
                    .on(PATIENT_DIFF.ID.eq(column(kept, PATIENTS.ID)))
                    .whenMatchedThenDelete()
                    .execute());
            dsl.update(PATIENT_DIFF)
                    .set(PATIENT_DIFF.KIND, DiffAction.DELETE.code())
                    .where(isUndecided())
                    .execute();
        }
    }

    /** The query lists each patient once. Not by IN: H2 would evaluate the subquery again for every row. */
    private int markUndecided(Select<Record1<Long>> ids) {
        Table<?> patients = ids.asTable("cascading");
        return dsl.mergeInto(PATIENT_DIFF)
                .using(patients)
                .on(
                        PATIENT_DIFF.ID.eq(column(patients, PATIENTS.ID)),
                        DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE))
                .whenMatchedThenUpdate()
                .set(PATIENT_DIFF.KIND, DiffAction.UNDECIDED.code())
                .execute();
    }

    /** Renews search keys that another Java version has computed, of patients that do not change. */
    void renewSearchKeys() {
        Map<Field<?>, Field<?>> keys = new LinkedHashMap<>();
        TABLES.searchKeys().forEach(key -> keys.put(key, column(PATIENT_STAGE, key)));
        counter.writeUncounted(dsl.mergeInto(PATIENTS)
                .using(PATIENT_STAGE)
                .on(
                        PATIENTS.EXTERNAL_ID.eq(PATIENT_STAGE.EXTERNAL_ID),
                        PATIENT_STAGE.STATUS.eq(inline(StagingTable.VALID)),
                        PATIENT_STAGE.DELETION.isFalse(),
                        PATIENTS.DELETED.isNull(),
                        or(TABLES.searchKeys().stream()
                                .map(PatientComparison::differs)
                                .toList()))
                .whenMatchedThenUpdate()
                .set(keys)
                .execute());
    }

    /** The missing patient with an id. */
    static Select<?> missing(Field<Long> id) {
        return selectOne()
                .from(PATIENT_DIFF)
                .where(PATIENT_DIFF.ID.eq(id), DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE));
    }

    static Condition isUndecided() {
        return DiffAction.in(PATIENT_DIFF.KIND, DiffAction.UNDECIDED);
    }

    private static Condition contentDiffers() {
        return or(TABLES.content().stream().map(PatientComparison::differs).toList());
    }

    private static <V> Condition differs(Field<V> stored) {
        return column(PATIENT_STAGE, stored).isDistinctFrom(stored);
    }
}
