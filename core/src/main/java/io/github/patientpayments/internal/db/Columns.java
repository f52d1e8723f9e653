package io.github.patientpayments.internal.db;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import org.jooq.Field;
import org.jooq.Table;

/** Columns with the name and type of another column. */
public final class Columns {

    private Columns() {}

    /** The column of a table that has a definition of its columns. */
    public static <V> Field<V> column(Table<?> table, Field<V> like) {
        return table.field(like.getName(), like.getDataType());
    }

    /** The column of a table of which only the name is known. */
    public static <V> Field<V> column(String table, Field<V> like) {
        return field(name(table, like.getName()), like.getDataType());
    }
}
