package io.github.patientpayments.internal.db;

import org.jooq.Field;
import org.jooq.Record;

/**
 * A row that jOOQ has read.
 *
 * @param record the row
 */
public record RecordRow(Record record) implements Row {

    @Override
    public <V> V get(Field<V> column) {
        return record.get(column);
    }
}
