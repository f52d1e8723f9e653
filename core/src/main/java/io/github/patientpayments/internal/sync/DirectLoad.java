package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.runlog.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of a first set into the mirror while they are read. Those that are invalid, or payments of unknown
 * patients, are staged. That the id of a payment is repeated shows only when the index of the ids is made: then the
 * load is undone, and both sets are staged.
 */
abstract class DirectLoad implements Shortcut, AutoCloseable {

    private static final List<Field<?>> OF_EACH = List.of(PATIENTS.ID, PATIENTS.EXTERNAL_ID, PATIENTS.CONTENT_HASH);

    private static final List<Field<?>> OF_RUN =
            List.of(PATIENTS.CREATED, PATIENTS.UPDATED, PATIENTS.CHANGED_RUN, PAYMENTS.CASCADED);

    private final Transaction transaction;
    private final RecordTables tables;
    private final RecordRules<?> rules;
    private final List<Field<?>> columns;
    private final BulkLoader loader;
    private final @Nullable Object[] row;
    private long inserted;

    DirectLoad(Transaction transaction, Run run, RecordTables tables, RecordRules<?> rules) {
        this.transaction = transaction;
        this.tables = tables;
        this.rules = rules;
        this.columns = new ArrayList<>(OF_EACH);
        columns.addAll(tables.storedIn(tables.live()));
        List<Object> ofRun = Arrays.asList(run.time(), run.time(), run.number(), false);
        int given = tables.type() == RecordType.PAYMENT ? OF_RUN.size() : OF_RUN.indexOf(PAYMENTS.CASCADED);
        columns.addAll(OF_RUN.subList(0, given));
        this.loader = BulkLoader.into(transaction, tables.live(), columns);
        this.row = new Object[columns.size()];
        for (int i = 0; i < given; i++) {
            row[row.length - given + i] = ofRun.get(i);
        }
    }

    @Override
    public final boolean takes(ParsedRecord element) {
        if (!element.valid()) {
            return false;
        }
        row[0] = inserted + 1;
        row[1] = element.externalId();
        row[2] = new UUID(element.hashHigh(), element.hashLow());
        rules.store(element.content(), row, OF_EACH.size());
        if (!completes(element, row)) {
            return false;
        }
        inserted++;
        loader.add(row);
        return true;
    }

    /** Completes the row of a valid record, or returns false if it has to be staged. */
    abstract boolean completes(ParsedRecord element, @Nullable Object[] row);

    final int positionOf(Field<?> column) {
        return columns.indexOf(column);
    }

    /** A COPY occupies the connection, so that the others wait until it is interrupted. */
    @Override
    public final BulkLoader staging(BulkLoader rows) {
        return loader.aside(rows);
    }

    /** Sends the remaining records, and returns how many were taken. */
    final long finish() {
        loader.finish();
        transaction.state().set(tables.lastId(), inserted);
        return inserted;
    }

    @Override
    public final void close() {
        loader.close();
    }
}
