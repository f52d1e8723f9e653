package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.runlog.Run;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the patients of a first load while they are read, and notes them for their payments. */
final class DirectPatients extends DirectLoad {

    private final FirstPatients patients;

    DirectPatients(Transaction transaction, Run run, RecordRules<?> rules, FirstPatients patients) {
        super(transaction, run, RecordTables.PATIENTS, rules);
        this.patients = patients;
    }

    @Override
    boolean completes(ParsedRecord element, @Nullable Object[] row) {
        patients.add(Objects.requireNonNull(element.externalId()));
        return true;
    }
}
