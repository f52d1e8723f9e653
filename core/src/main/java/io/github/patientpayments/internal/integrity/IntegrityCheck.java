package io.github.patientpayments.internal.integrity;

import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.internal.integrity.IntegrityReportValue.Found;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * Checks the same rows for several kinds of deviations. One statement reads the rows once and finds the kinds that
 * occur, usually none. For each of these, another statement lists and counts the deviations. Each statement sees one
 * committed state.
 *
 * @param rows a table or a join
 * @param id identifies a row, and is reported for a deviation
 * @param checks the conditions under which a row deviates
 */
record IntegrityCheck(Table<?> rows, Field<Long> id, Map<Kind, Condition> checks) {

    /** By the position of the column, since the id may be an expression. */
    private static final Field<Integer> BY_ID = inline(1);

    Stream<Found> run(DSLContext dsl) {
        List<Kind> kinds = List.copyOf(checks.keySet());
        Collection<Field<Boolean>> anywhere =
                kinds.stream().map(kind -> (Field<Boolean>) boolOr(check(kind))).toList();
        Record found = dsl.select(anywhere).from(rows).fetchSingle();
        return kinds.stream()
                .filter(kind -> Boolean.TRUE.equals(found.get(kinds.indexOf(kind))))
                .flatMap(kind -> list(dsl, kind));
    }

    /** Whether any of the rows deviates, as a subquery. */
    Field<Boolean> anywhere() {
        return field(select(boolOr(or(checks.values()))).from(rows));
    }

    /** Empty if the deviation has been repaired in the meantime. */
    private Stream<Found> list(DSLContext dsl, Kind kind) {
        Field<Long> count = count().over().coerce(SQLDataType.BIGINT);
        Result<Record2<Long, Long>> listed = dsl.select(id, count)
                .from(rows)
                .where(check(kind))
                .orderBy(BY_ID)
                .limit(inline(IntegrityReport.MAX_LISTED))
                .fetch();
        return listed.isEmpty()
                ? Stream.empty()
                : Stream.of(new Found(kind, listed.get(0).value2(), listed.map(Record2::value1)));
    }

    private Condition check(Kind kind) {
        return Objects.requireNonNull(checks.get(kind));
    }
}
