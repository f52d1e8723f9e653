package io.github.patientpayments.internal.db;

import java.util.concurrent.atomic.AtomicLong;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;

/**
 * Gives each query a text of its own, by a comment. H2 returns the last result of a statement again if it has the same
 * text and no table has a later modification number. But a commit is visible a while before it has set that number, for
 * as long as it takes to clean up after a large sync. So an answer, or a subquery of it, could be older than what
 * another connection has seen.
 */
final class UniqueText implements ExecuteListener {

    private static final long serialVersionUID = 1L;
    private static final AtomicLong NEXT = new AtomicLong();

    @Override
    public void prepareStart(ExecuteContext context) {
        context.sql(context.sql() + " -- " + NEXT.incrementAndGet());
    }
}
