package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.erasure.SuppressionList;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.RejectionValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the elements of a set into rows of a staging table, except those of erased patients, and counts them.
 *
 * <p>The first elements wait in memory until it is known whether there are many. For a few, the erased ones among them
 * are looked up, so that a small set costs the same however many patients were erased; for many, the whole list is
 * read. Nothing can be looked up while rows are loaded, since a COPY occupies the connection.
 */
final class StagedRows<T> implements AutoCloseable {

    private static final int FEW = 1_000;

    private final RecordRules<T> rules;
    private final @Nullable Object[] row;
    private final Supplier<BulkLoader> opener;
    private final SuppressionList suppression;
    private final List<ParsedRecord> waiting = new ArrayList<>();
    private @Nullable BulkLoader loader;
    private Predicate<String> erased = id -> false;
    private long rejected;
    private long unreadable;
    private long suppressed;

    /**
     * Creates it without a row.
     *
     * @param columns the number of columns of a row
     * @param opener starts to load rows
     */
    StagedRows(RecordRules<T> rules, int columns, Supplier<BulkLoader> opener, SuppressionList suppression) {
        this.rules = rules;
        this.row = new Object[columns];
        this.opener = opener;
        this.suppression = suppression;
    }

    void add(ParsedRecord record) {
        if (loader != null) {
            stage(loader, record);
            return;
        }
        waiting.add(record);
        if (suppression.isEmpty()) {
            load();
        } else if (waiting.size() > FEW) {
            erased = suppression.among();
            load();
        }
    }

    /** Stages what still waits. */
    StagingTable.Load finish(SetSummary summary) {
        if (loader == null && !waiting.isEmpty()) {
            erased = suppression.among(waiting.stream()
                    .map(rules::patientOf)
                    .filter(Objects::nonNull)
                    .toList());
        }
        if (loader != null || !waiting.isEmpty()) {
            load().finish();
        }
        return new StagingTable.Load(summary, rejected, unreadable, suppressed);
    }

    @Override
    public void close() {
        if (loader != null) {
            loader.close();
        }
    }

    private BulkLoader load() {
        BulkLoader open = loader == null ? opener.get() : loader;
        loader = open;
        waiting.forEach(record -> stage(open, record));
        waiting.clear();
        return open;
    }

    private void stage(BulkLoader open, ParsedRecord record) {
        String patient = rules.patientOf(record);
        if (patient != null && erased.test(patient)) {
            suppress(open, record);
        } else {
            setRow(record);
            open.add(row);
        }
    }

    private void setRow(ParsedRecord record) {
        rejected += record.valid() ? 0 : 1;
        unreadable += record.idReadable() ? 0 : 1;
        int column = 0;
        row[column++] = record.position();
        row[column++] = record.location().line() == 0 ? null : record.location().line();
        row[column++] = record.valid() ? StagingTable.VALID : StagingTable.REJECTED;
        row[column++] = record.valid() ? null : RejectionValue.encode(record.faults());
        row[column++] = record.externalId();
        column = rules.store(record.content(), row, column);
        row[column++] = record.valid() ? new UUID(record.hashHigh(), record.hashLow()) : null;
        row[column] = record.deletion();
    }

    /** The payment may be in the mirror with another patient. There it counts as missing. */
    private void suppress(BulkLoader open, ParsedRecord record) {
        suppressed++;
        if (rules.type() == RecordType.PAYMENT && record.externalId() != null) {
            Arrays.fill(row, null);
            row[0] = record.position();
            row[2] = StagingTable.SUPPRESSED;
            row[4] = record.externalId();
            open.add(row);
        }
    }
}
