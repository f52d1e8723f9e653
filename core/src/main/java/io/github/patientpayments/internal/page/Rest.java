package io.github.patientpayments.internal.page;

import org.jooq.Field;
import org.jooq.Table;

/**
 * A table with the columns of an item that neither select nor order items. It is joined with the rows of a page alone.
 *
 * @param table has at most one row for each item
 * @param id identifies a row
 * @param of the column of the other table that has the same value
 */
public record Rest(Table<?> table, Field<Long> id, Field<Long> of) {

    /**
     * All columns of some items.
     *
     * @param rows the items, or a join with them
     * @param items the part of the rows that has the other column
     */
    public Table<?> joinedTo(Table<?> rows, Table<?> items) {
        return rows.leftJoin(table).on(id.eq(items.field(of)));
    }
}
