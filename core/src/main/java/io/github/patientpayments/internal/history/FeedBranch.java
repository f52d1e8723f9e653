package io.github.patientpayments.internal.history;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;

/**
 * The events of one phase that come from one table. They are read by an index on the run and the id, and no further
 * than the page: a table may hold ten million rows of one run.
 *
 * @param table the live records, the versions, or the erased records of one type
 * @param phase the phase of its events
 * @param run the run in which a row's state began
 * @param id the id of its record
 * @param state selects the rows of this phase
 * @param columns the columns of an event
 */
record FeedBranch(
        Table<?> table, int phase, Field<Long> run, Field<Long> id, Condition state, List<? extends Field<?>> columns) {

    /** The first rows after a position. Two ranges if the position is in this phase, so that an index supports each. */
    List<Select<Record>> after(FeedPosition position, int limit) {
        Field<Long> startRun = inline(position.run());
        List<Select<Record>> ranges = new ArrayList<>();
        if (phase == position.phase()) {
            ranges.add(range(run.eq(startRun).and(id.gt(inline(position.id()))), limit));
        }
        ranges.add(range(phase > position.phase() ? run.ge(startRun) : run.gt(startRun), limit));
        return ranges;
    }

    private Select<Record> range(Condition range, int limit) {
        return select(columns).from(table).where(state, range).orderBy(run, id).limit(inline(limit));
    }
}
