package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;

import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.runlog.Run;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the payments of a first load while they are read, and adds them up for their patients. */
final class DirectPayments extends DirectLoad {

    private final FirstPatients patients;
    private final FirstTotals totals;
    private final int patientId;

    DirectPayments(Transaction transaction, Run run, RecordRules<?> rules, FirstPatients patients, FirstTotals totals) {
        super(transaction, run, RecordTables.PAYMENTS, rules);
        this.patients = patients;
        this.totals = totals;
        this.patientId = positionOf(PAYMENTS.PATIENT_ID);
    }

    @Override
    boolean completes(ParsedRecord element, @Nullable Object[] row) {
        int patient = patients.idOf((String) Objects.requireNonNull(row[patientId]));
        if (patient == 0) {
            return false;
        }
        row[patientId] = (long) patient;
        totals.add(patient, Objects.requireNonNull(element.amount()));
        return true;
    }
}
