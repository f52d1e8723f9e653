package io.github.patientpayments.internal.history;

import java.util.List;
import org.jooq.Record;
import org.jooq.Select;

/** The events of one phase that come from one table. */
interface FeedBranch {

    /**
     * The first events after a position, each without its content. They are read by an index, and no further than the
     * page: a table may hold ten million rows of one run.
     */
    List<Select<Record>> after(FeedPosition position, int limit);
}
