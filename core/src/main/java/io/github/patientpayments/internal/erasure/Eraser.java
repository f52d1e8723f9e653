package io.github.patientpayments.internal.erasure;

import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.ErasedTotals.ERASED_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static io.github.patientpayments.jooq.internal.tables.RewrittenPayments.REWRITTEN_PAYMENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;

import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.jooq.internal.tables.PaymentVersions;
import io.github.patientpayments.jooq.internal.tables.records.PatientTotalsRecord;
import io.github.patientpayments.jooq.internal.tables.records.PatientsRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jspecify.annotations.Nullable;

/**
 * Removes one patient from the mirror, the history and the rejections. What remains is a keyed hash of the external id,
 * the store's own ids for the change feed, and, if the store keeps erased totals, the money as part of one sum.
 */
final class Eraser {

    private static final PaymentVersions EMPTIED = PAYMENT_VERSIONS.as("emptied");

    private final Transaction transaction;
    private final DSLContext dsl;
    private final Run run;
    private final String externalId;

    Eraser(Transaction transaction, Run run, String externalId) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.run = run;
        this.externalId = externalId;
    }

    /** Erases the patient and stores the hash of the external id. */
    ErasureReport erase(SuppressionList suppression, boolean keepTotals) {
        transaction.emptyWorkingTables();
        suppression.add(externalId, run.number());
        long rejections = deleteRejections();
        PatientsRecord patient = dsl.fetchOne(PATIENTS, PATIENTS.EXTERNAL_ID.eq(externalId));
        if (patient == null) {
            return new ErasureReportValue(run.number(), 0, 0, 0, rejections);
        }
        long id = patient.getId();
        deleteTotals(id, keepTotals);
        recordErasedIds(id);
        long versions = deleteVersions(id);
        long payments =
                dsl.deleteFrom(PAYMENTS).where(PAYMENTS.PATIENT_ID.eq(id)).execute();
        patient.delete();
        return new ErasureReportValue(run.number(), 1, payments, versions, rejections);
    }

    /** Finds rejected payments by their own ids too, since they may name another patient by mistake. */
    private long deleteRejections() {
        Condition ofPatient = REJECTIONS.RECORD_TYPE.eq(RecordType.PATIENT.name());
        Condition ofPayment = REJECTIONS.RECORD_TYPE.eq(RecordType.PAYMENT.name());
        return deleteRejections(ofPatient.and(REJECTIONS.EXTERNAL_ID.eq(externalId)))
                + deleteRejections(ofPayment.and(REJECTIONS.PATIENT_EXTERNAL_ID.eq(externalId)))
                + deleteRejections(ofPayment.and(REJECTIONS.EXTERNAL_ID.in(select(PAYMENTS.EXTERNAL_ID)
                        .from(PAYMENTS)
                        .join(PATIENTS)
                        .on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID))
                        .where(PATIENTS.EXTERNAL_ID.eq(externalId)))));
    }

    /** One condition at a time: H2 uses no index for alternatives. */
    private long deleteRejections(Condition which) {
        return dsl.deleteFrom(REJECTIONS).where(which).execute();
    }

    /** A patient who is deleted has none. */
    private void deleteTotals(long patientId, boolean keepTotals) {
        PatientTotalsRecord totals = dsl.fetchOne(PATIENT_TOTALS, PATIENT_TOTALS.PATIENT_ID.eq(patientId));
        if (totals == null) {
            return;
        }
        if (keepTotals && totals.getPaymentCount() > 0) {
            addToErasedTotals(totals);
        }
        totals.delete();
    }

    private void addToErasedTotals(PatientTotalsRecord totals) {
        dsl.update(ERASED_TOTALS)
                .set(ERASED_TOTALS.PATIENTS, ERASED_TOTALS.PATIENTS.plus(inline(1L)))
                .set(ERASED_TOTALS.PAYMENTS, ERASED_TOTALS.PAYMENTS.plus(totals.getPaymentCount()))
                .set(ERASED_TOTALS.AMOUNT, ERASED_TOTALS.AMOUNT.plus(totals.getPaymentTotal()))
                .execute();
    }

    private void recordErasedIds(long patientId) {
        dsl.insertInto(ERASED_RECORDS, ERASED_RECORDS.RUN, ERASED_RECORDS.RECORD_TYPE, ERASED_RECORDS.RECORD_ID)
                .values(run.number(), RecordType.PATIENT.name(), patientId)
                .execute();
        dsl.insertInto(ERASED_RECORDS, ERASED_RECORDS.RUN, ERASED_RECORDS.RECORD_TYPE, ERASED_RECORDS.RECORD_ID)
                .select(select(inline(run.number()), inline(RecordType.PAYMENT.name()), PAYMENTS.ID)
                        .from(PAYMENTS)
                        .where(PAYMENTS.PATIENT_ID.eq(patientId)))
                .execute();
    }

    private long deleteVersions(long patientId) {
        Select<Record1<Long>> payments = select(PAYMENTS.ID).from(PAYMENTS).where(PAYMENTS.PATIENT_ID.eq(patientId));
        long ofPatient = dsl.deleteFrom(PATIENT_VERSIONS)
                .where(PATIENT_VERSIONS.PATIENT_ID.eq(patientId))
                .execute();
        long ofPayments = dsl.deleteFrom(PAYMENT_VERSIONS)
                .where(PAYMENT_VERSIONS.PAYMENT_ID.in(payments))
                .execute();
        return ofPatient + ofPayments + emptyVersionsOfMovedPayments(patientId);
    }

    /** They keep their interval, so that the history has no gap, and the feed reports that copies must be rewritten. */
    private long emptyVersionsOfMovedPayments(long patientId) {
        Condition ofPatient = PAYMENT_VERSIONS.PATIENT_ID.eq(patientId);
        int moved = dsl.insertInto(REWRITTEN_PAYMENTS, REWRITTEN_PAYMENTS.RUN, REWRITTEN_PAYMENTS.PAYMENT_ID)
                .select(selectDistinct(inline(run.number()), PAYMENT_VERSIONS.PAYMENT_ID)
                        .from(PAYMENT_VERSIONS)
                        .where(ofPatient))
                .execute();
        if (moved == 0) {
            return 0;
        }
        noteNextDeleted(patientId);
        Map<Field<?>, @Nullable Object> empty = new LinkedHashMap<>();
        RecordTables.PAYMENTS.storedIn(PAYMENT_VERSIONS).forEach(column -> empty.put(column, null));
        empty.put(PAYMENT_VERSIONS.DELETED, true);
        return dsl.update(PAYMENT_VERSIONS).set(empty).where(ofPatient).execute();
    }

    /** A state without content counts as deleted, also in the version before it. */
    private void noteNextDeleted(long patientId) {
        Condition ofPatient = EMPTIED.PATIENT_ID.eq(patientId);
        dsl.update(PAYMENT_VERSIONS)
                .set(PAYMENT_VERSIONS.NEXT_DELETED, true)
                .where(
                        PAYMENT_VERSIONS.PAYMENT_ID.in(
                                select(EMPTIED.PAYMENT_ID).from(EMPTIED).where(ofPatient)),
                        row(PAYMENT_VERSIONS.PAYMENT_ID, PAYMENT_VERSIONS.TO_RUN)
                                .in(select(EMPTIED.PAYMENT_ID, EMPTIED.FROM_RUN)
                                        .from(EMPTIED)
                                        .where(ofPatient)))
                .execute();
    }

    private record ErasureReportValue(long runNumber, long patients, long payments, long versions, long rejections)
            implements ErasureReport {}
}
