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
 * Events that have a row each, with their run and record. An index holds the rows of the phase in the order of the
 * feed.
 *
 * @param phase the phase of the events
 * @param table versions, which end with an event, or the records that an erasure concerns
 * @param run the run of the event
 * @param id the id of its record
 * @param which selects the rows of the phase
 * @param index the columns of the index; those that are not the run and the id have one value in the phase. H2 sorts by
 *     an index only if it is told its first columns too
 * @param ofErasure whether the events are those of an erasure
 */
record Changes(
        int phase,
        Table<?> table,
        Field<Long> run,
        Field<Long> id,
        Condition which,
        List<Field<?>> index,
        boolean ofErasure)
        implements FeedBranch {

    /** Two ranges if the position is in this phase, so that the index supports each. */
    @Override
    public List<Select<Record>> after(FeedPosition position, int limit) {
        Field<Long> startRun = inline(position.run());
        List<Select<Record>> ranges = new ArrayList<>();
        if (phase == position.phase()) {
            ranges.add(range(run.eq(startRun).and(id.gt(inline(position.id()))), limit));
        }
        ranges.add(range(phase > position.phase() ? run.ge(startRun) : run.gt(startRun), limit));
        return ranges;
    }

    private Select<Record> range(Condition range, int limit) {
        return select(FeedEvents.columns(run, inline(phase), id, ofErasure))
                .from(table)
                .where(which, range)
                .orderBy(index)
                .limit(inline(limit));
    }
}
