package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.internal.db.RecordTables;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Compares the mirror with what it was as of an earlier run. The result is the diff: a row for each record that has to
 * be written. A record that has not changed since that run is what it was, so only the others are joined with the
 * versions that were valid then.
 */
final class PastComparison {

    private final DSLContext dsl;
    private final RecordTables tables;
    private final long run;
    private final Condition isLive;
    private final Condition wasLive;

    private PastComparison(DSLContext dsl, RecordTables tables, long run) {
        this.dsl = dsl;
        this.tables = tables;
        this.run = run;
        this.isLive = column(tables.live(), PATIENTS.DELETED).isNull();
        this.wasLive = tables.versionOf().isNotNull();
    }

    static void ofPatients(DSLContext dsl, long run) {
        PastComparison comparison = new PastComparison(dsl, RecordTables.PATIENTS, run);
        comparison.compare(Map.of());
    }

    /** A live payment of a patient that was not live then has changed since that run too, so none is missed. */
    static void ofPayments(DSLContext dsl, long run) {
        PastComparison comparison = new PastComparison(dsl, RecordTables.PAYMENTS, run);
        Map<Field<?>, Field<?>> oldContent = new LinkedHashMap<>();
        oldContent.put(PAYMENT_DIFF.OLD_PATIENT_ID, when(comparison.isLive, PAYMENTS.PATIENT_ID));
        oldContent.put(PAYMENT_DIFF.OLD_AMOUNT, when(comparison.isLive, PAYMENTS.AMOUNT));
        comparison.compare(oldContent);
    }

    private void compare(Map<Field<?>, Field<?>> more) {
        Condition toDelete = isLive.and(wasLive.not());
        Map<Field<?>, Field<?>> diff = new LinkedHashMap<>();
        diff.put(
                PATIENT_DIFF.KIND,
                when(toDelete, DiffAction.DELETE.inline())
                        .when(isLive, DiffAction.UPDATE.inline())
                        .otherwise(DiffAction.RESTORE.inline()));
        diff.put(PATIENT_DIFF.ID, tables.id());
        diff.put(PATIENT_DIFF.EXTERNAL_ID, column(tables.live(), PATIENTS.EXTERNAL_ID));
        tables.storedIn(tables.live()).forEach(stored -> diff.put(stored, asItWas(stored)));
        diff.putAll(more);
        dsl.insertInto(
                        tables.diff(),
                        diff.keySet().stream()
                                .map(column -> column(tables.diff(), column))
                                .toList())
                .select(select(diff.values())
                        .from(tables.live())
                        .leftJoin(tables.versions())
                        .on(validThen())
                        .where(
                                column(tables.live(), PATIENTS.CHANGED_RUN).gt(inline(run)),
                                toDelete.or(wasLive.and(isLive.not().or(differs())))))
                .execute();
    }

    /** A live version only: one without content, which was that of an erased patient, counts as deleted. */
    private Condition validThen() {
        Table<?> versions = tables.versions();
        return tables.versionOf()
                .eq(tables.id())
                .and(column(versions, PATIENT_VERSIONS.FROM_RUN).le(inline(run)))
                .and(column(versions, PATIENT_VERSIONS.TO_RUN).gt(inline(run)))
                .and(column(versions, PATIENT_VERSIONS.DELETED).isFalse());
    }

    private <V> Field<V> asItWas(Field<V> stored) {
        return when(wasLive, column(tables.versions(), stored)).otherwise(stored);
    }

    private Condition differs() {
        List<Field<?>> then = tables.contentIn(tables.versions());
        Iterator<Field<?>> version = then.iterator();
        return or(tables.contentIn(tables.live()).stream()
                .map(now -> differ(now, version.next()))
                .toList());
    }

    private static <V> Condition differ(Field<V> now, Field<?> then) {
        return now.isDistinctFrom(then.coerce(now));
    }
}
