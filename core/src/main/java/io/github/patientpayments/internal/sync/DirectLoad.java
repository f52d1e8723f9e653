package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;

import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordHash;
import io.github.patientpayments.internal.runlog.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;

/**
 * Writes the payments of a first set into the mirror while they are read. Those that are invalid, or of unknown
 * patients, are staged. That an id is repeated shows only when the index of the ids is made: then the load is undone,
 * and the whole set is staged.
 *
 * <p>The patients are in memory, by the hashes of their external ids under the store's secret key.
 */
final class DirectLoad implements Shortcut, AutoCloseable {

    private static final int ROWS = 10_000;

    private static final List<Field<?>> OWN_COLUMNS = List.of(
            PAYMENTS.ID,
            PAYMENTS.EXTERNAL_ID,
            PAYMENTS.CONTENT_HASH,
            PAYMENTS.CREATED,
            PAYMENTS.UPDATED,
            PAYMENTS.CHANGED_RUN,
            PAYMENTS.CASCADED);

    private final Transaction transaction;
    private final KnownHashes patients;
    private final RecordHash idHash;
    private final BulkLoader loader;
    private final int patientColumn;
    private final @Nullable Object[] row;
    private long inserted;

    private DirectLoad(Transaction transaction, Run run, KnownHashes patients, RecordHash idHash) {
        List<Field<?>> content = RecordTables.PAYMENTS.content();
        List<Field<?>> columns = new ArrayList<>(OWN_COLUMNS);
        columns.addAll(content);
        this.transaction = transaction;
        this.patients = patients;
        this.idHash = idHash;
        this.loader = BulkLoader.into(transaction, PAYMENTS, columns);
        this.patientColumn = columns.indexOf(PAYMENTS.PATIENT_ID);
        this.row = new Object[columns.size()];
        row[columns.indexOf(PAYMENTS.CREATED)] = run.time();
        row[columns.indexOf(PAYMENTS.UPDATED)] = run.time();
        row[columns.indexOf(PAYMENTS.CHANGED_RUN)] = run.number();
        row[columns.indexOf(PAYMENTS.CASCADED)] = false;
    }

    /** Reads the patients, of whom there are this many, all live. */
    static DirectLoad begin(Transaction transaction, Run run, long patients) {
        RecordHash idHash = new RecordHash(HashKey.of(transaction.state().getHashKey()));
        KnownHashes byId = new KnownHashes(Math.toIntExact(patients));
        try (Cursor<Record2<String, Long>> rows = transaction
                .dsl()
                .select(PATIENTS.EXTERNAL_ID, PATIENTS.ID)
                .from(PATIENTS)
                .fetchSize(ROWS)
                .fetchLazy()) {
            for (Record2<String, Long> patient : rows) {
                if (!byId.add(idHash.ofText(patient.value1()), Math.toIntExact(patient.value2()))) {
                    throw new IllegalStateException("The ids of two patients have the same hash");
                }
            }
        }
        return new DirectLoad(transaction, run, byId, idHash);
    }

    @Override
    public boolean takes(ParsedRecord element) {
        long patient = element.valid() ? patients.idOf(idHash.ofText(patientOf(element))) : 0;
        if (patient == 0) {
            return false;
        }
        inserted++;
        row[0] = inserted;
        row[1] = element.externalId();
        row[2] = new UUID(element.hashHigh(), element.hashLow());
        for (int i = 0; i < element.content().size(); i++) {
            row[OWN_COLUMNS.size() + i] = element.content().get(i);
        }
        row[patientColumn] = patient;
        loader.add(row);
        return true;
    }

    private String patientOf(ParsedRecord element) {
        return (String) element.content().get(patientColumn - OWN_COLUMNS.size());
    }

    /** A COPY occupies the connection, so that the others wait until it is interrupted. */
    @Override
    public BulkLoader staging(BulkLoader rows) {
        return loader.aside(rows);
    }

    /** Sends the remaining payments, and returns how many were taken. */
    long finish() {
        loader.finish();
        transaction.state().setLastPaymentId(inserted);
        return inserted;
    }

    @Override
    public void close() {
        loader.close();
    }
}
