package io.github.patientpayments.internal.db;

import java.util.IdentityHashMap;
import org.jooq.Field;
import org.jooq.Record;

/**
 * A record of a result, and then another one of the same result. Each column is looked up once: jOOQ compares it with
 * the columns of each record, by the names of their tables and schemas.
 */
public final class RecordRow implements Row {

    private final IdentityHashMap<Field<?>, Integer> positions = new IdentityHashMap<>();
    private Record record;

    public RecordRow(Record first) {
        this.record = first;
    }

    @Override
    public <V> V get(Field<V> column) {
        int position = positions.computeIfAbsent(column, record::indexOf);
        return column.getType().cast(record.get(position));
    }
}
