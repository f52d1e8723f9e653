package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.RecordTables;
import java.util.ArrayList;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The records of a type: each by itself, or in groups that agree in their times, their last run and their mark.
 *
 * @param table has these columns
 * @param number adds up how many records there are
 * @param greatestId the greatest id of them
 */
record RecordCounts(Table<?> table, Field<Long> number, Field<Long> greatestId) {

    private static final Field<Long> NUMBER = field(name("number"), SQLDataType.BIGINT);
    static final Field<Long> GREATEST_ID = field(name("greatest_id"), SQLDataType.BIGINT);

    static RecordCounts ofEach(RecordTables tables) {
        return new RecordCounts(tables.live(), count().cast(Long.class), max(tables.id()));
    }

    static RecordCounts ofVersions(RecordTables tables) {
        return new RecordCounts(tables.versions(), count().cast(Long.class), max(tables.versionOf()));
    }

    /** There are about as many as pairs of runs, however many records there are. */
    static RecordCounts ofGroups(CommonTableExpression<?> groups) {
        return new RecordCounts(groups, sum(column(groups, NUMBER)).cast(Long.class), max(column(groups, GREATEST_ID)));
    }

    static CommonTableExpression<?> groups(RecordTables tables) {
        List<Field<?>> columns = new ArrayList<>(List.of(
                column(tables.live(), PATIENTS.CREATED),
                column(tables.live(), PATIENTS.UPDATED),
                column(tables.live(), PATIENTS.DELETED),
                column(tables.live(), PATIENTS.CHANGED_RUN)));
        if (tables.type() == RecordType.PAYMENT) {
            columns.add(PAYMENTS.CASCADED);
        }
        return name("record_groups")
                .as(select(columns)
                        .select(
                                count().cast(Long.class).as(NUMBER),
                                max(tables.id()).as(GREATEST_ID))
                        .from(tables.live())
                        .groupBy(columns));
    }
}
