package io.github.patientpayments.internal.db;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Record;

/**
 * The row of a result that is being read. Each column is looked up once for all rows: jOOQ compares it with the columns
 * of each row, by the names of their tables and schemas, which took longer than to fetch the row.
 */
public final class Row {

    private final Map<Field<?>, Integer> positions = new IdentityHashMap<>();
    private Record record;

    public Row(Record first) {
        this.record = first;
    }

    /** Goes on to another row of the same result. */
    public Row at(Record next) {
        record = next;
        return this;
    }

    public Record asRecord() {
        return record;
    }

    /** The value of a column, which may be null like that of {@link Record#get(Field)}. */
    public <V> V get(Field<V> column) {
        int position = positions.computeIfAbsent(column, record::indexOf);
        return column.getType().cast(record.get(position));
    }
}
