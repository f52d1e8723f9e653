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
 * One table's share of a phase of the feed. It is read by an index that begins with its run and goes on with its id,
 * and no further than a page goes: a table may hold ten million rows of one run.
 *
 * @param table the live records or the versions of one type, or what was erased
 * @param phase the phase of its events
 * @param run the run in which a row's state began
 * @param id the id of its record
 * @param state which rows are of this phase
 * @param columns of an event
 */
record FeedBranch(
        Table<?> table, int phase, Field<Long> run, Field<Long> id, Condition state, List<? extends Field<?>> columns) {

    /** The first rows behind a place. Two ranges, each of which an index knows, where it lies in this phase. */
    List<Select<Record>> behind(FeedPosition place, int limit) {
        Field<Long> placeRun = inline(place.run());
        List<Select<Record>> ranges = new ArrayList<>();
        if (phase == place.phase()) {
            ranges.add(range(run.eq(placeRun).and(id.gt(inline(place.id()))), limit));
        }
        ranges.add(range(phase > place.phase() ? run.ge(placeRun) : run.gt(placeRun), limit));
        return ranges;
    }

    private Select<Record> range(Condition range, int limit) {
        return select(columns).from(table).where(state, range).orderBy(run, id).limit(inline(limit));
    }
}
