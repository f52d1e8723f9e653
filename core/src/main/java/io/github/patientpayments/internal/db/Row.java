package io.github.patientpayments.internal.db;

import org.jooq.Field;

/** The row of a result that is being read. */
public interface Row {

    /** The value of a column, which may be null like that of {@link org.jooq.Record#get(Field)}. */
    <V> V get(Field<V> column);
}
