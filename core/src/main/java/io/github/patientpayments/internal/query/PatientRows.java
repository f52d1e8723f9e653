package io.github.patientpayments.internal.query;

import io.github.patientpayments.internal.page.Rest;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Patients, as a relation with the columns that a query compares.
 *
 * @param table a table or a join
 * @param id the store's id of a patient
 * @param wanted selects live patients, or all
 * @param totals the columns with the totals
 * @param rest has the other columns of a patient; null if the relation has all
 */
record PatientRows(
        Table<?> table,
        Field<Long> id,
        Condition wanted,
        TotalColumns totals,
        @Nullable Rest rest) {

    /** The relation with all columns of a patient. */
    Table<?> complete() {
        return rest == null ? table : rest.joinedTo(table, table);
    }
}
