package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.record.ParsedRecord;
import io.github.patientpayments.internal.record.RecordField;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.RejectionValue;
import io.github.patientpayments.internal.text.SearchKey;
import org.jspecify.annotations.Nullable;

/** Turns the elements of a set into rows of a staging table, and counts them. */
final class StagedRows<T> {

    private final RecordRules<T> rules;
    private final int columns;
    private final BulkLoader loader;
    private long rejected;
    private long unreadable;
    private long suppressed;

    StagedRows(RecordRules<T> rules, int columns, BulkLoader loader) {
        this.rules = rules;
        this.columns = columns;
        this.loader = loader;
    }

    void add(ParsedRecord<T> record) {
        rejected += record.valid() ? 0 : 1;
        unreadable += record.idReadable() ? 0 : 1;
        T data = record.data();
        @Nullable Object[] row = new Object[columns];
        int column = 0;
        row[column++] = record.position();
        row[column++] = record.valid() ? StagingTable.VALID : StagingTable.REJECTED;
        row[column++] = record.valid() ? null : RejectionValue.encode(record.faults());
        row[column++] = rules.externalIdOf(data).orElse(null);
        for (RecordField<T, ?, ?> field : rules.content()) {
            row[column++] = field.valueIn(data);
        }
        for (RecordField<T, ?, ?> field : rules.content()) {
            if (field.searched()) {
                String text = field.textIn(data);
                row[column++] = text == null ? null : SearchKey.of(text);
            }
        }
        row[column] = rules.isDeletion(data);
        loader.add(row);
    }

    /** The payment may be in the mirror with another patient. There it counts as missing. */
    void suppress(ParsedRecord<T> record) {
        suppressed++;
        String externalId = rules.externalIdOf(record.data()).orElse(null);
        if (rules.type() == RecordType.PAYMENT && externalId != null) {
            @Nullable Object[] row = new Object[columns];
            row[0] = record.position();
            row[1] = StagingTable.SUPPRESSED;
            row[3] = externalId;
            loader.add(row);
        }
    }

    StagingTable.Load load(SetSummary summary) {
        return new StagingTable.Load(summary, rejected, unreadable, suppressed);
    }
}
