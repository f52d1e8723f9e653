package io.github.patientpayments.internal.db;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The states of records in one table, each valid from one run until another.
 *
 * @param table the table
 * @param id the record
 * @param fromRun the run in which the state began
 * @param toRun the run that ended it, or {@link #STILL_VALID}
 * @param gone whether the record was deleted in this state
 * @param live selects the states of live records, in a form that the table's indexes support
 * @param deleted selects the states of deleted records, in such a form
 * @param stored the columns of the content and the search keys
 */
public record RecordStates(
        Table<?> table,
        Field<Long> id,
        Field<Long> fromRun,
        Field<Long> toRun,
        Field<Boolean> gone,
        Condition live,
        Condition deleted,
        List<Field<?>> stored) {

    /** The end of a state that is still valid. */
    public static final Field<Long> STILL_VALID = DSL.inline(Long.MAX_VALUE);

    public static final Field<Long> ID = DSL.field(DSL.name("id"), SQLDataType.BIGINT);
    public static final Field<Long> FROM_RUN = DSL.field(DSL.name("from_run"), SQLDataType.BIGINT);
    public static final Field<Long> TO_RUN = DSL.field(DSL.name("to_run"), SQLDataType.BIGINT);
    public static final Field<Boolean> GONE = DSL.field(DSL.name("gone"), SQLDataType.BOOLEAN);

    SelectJoinStep<Record> select(Field<?>... more) {
        List<Field<?>> columns =
                new ArrayList<>(List.of(id.as(ID), fromRun.as(FROM_RUN), toRun.as(TO_RUN), gone.as(GONE)));
        columns.addAll(stored);
        columns.addAll(List.of(more));
        return DSL.select(columns).from(table);
    }
}
