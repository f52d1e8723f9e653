package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.internal.db.RecordTables;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;

/**
 * The creations of records of one type. They need no rows of their own: ids are assigned in the order of runs, so the
 * primary key of the records has their creations in the order of the feed.
 *
 * @param phase the phase of the creations
 * @param tables the tables of the records
 */
record Creations(int phase, RecordTables tables) implements FeedBranch {

    /** Outer joins: H2 would begin with the runs, or with all versions. */
    @Override
    public List<Select<Record>> after(FeedPosition position, int limit) {
        Field<Long> id = tables.id();
        Table<?> first = tables.versions().as("first_version");
        Condition inThisPhase = phase == position.phase() ? id.gt(inline(position.id())) : noCondition();
        return List.of(select(FeedEvents.columns(SYNC_RUNS.RUN, inline(phase), id, false))
                .from(tables.live())
                .leftJoin(SYNC_RUNS)
                .on(SYNC_RUNS.RUN_TIME.eq(column(tables.live(), PATIENTS.CREATED)))
                .leftJoin(first)
                .on(tables.isValidAfter(first, id, SYNC_RUNS.RUN))
                .where(id.gt(lastIdBefore(position)), inThisPhase, isNotErased(first))
                .orderBy(id)
                .limit(inline(limit)));
    }

    /** The last id that was assigned in an earlier run than those of the events. */
    private Field<Long> lastIdBefore(FeedPosition position) {
        return RecordTables.lastIdBy(
                tables.type(), inline(phase < position.phase() ? position.run() : position.run() - 1));
    }

    /** A payment that was an erased patient's at first is created by the event that ends its last erased state. */
    private Condition isNotErased(Table<?> first) {
        return column(first, tables.versionOf())
                .isNull()
                .or(tables.contentIn(first).get(0).isNotNull());
    }
}
