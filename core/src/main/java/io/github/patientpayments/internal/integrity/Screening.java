package io.github.patientpayments.internal.integrity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/**
 * Tells which checks can find anything, from one pass over a large table. One statement, which sees one committed
 * state.
 *
 * @param summary the large table, grouped
 * @param suspicions what the summary shows
 */
record Screening(CommonTableExpression<?> summary, List<Suspicion> suspicions) {

    /** The checks that must be run; one may be there twice. */
    List<IntegrityCheck> suspected(DSLContext dsl) {
        List<Field<Boolean>> found =
                suspicions.stream().map(each -> each.sign().anywhere()).toList();
        Record record = dsl.with(summary).select(found).fetchSingle();
        return IntStream.range(0, found.size())
                .filter(i -> Boolean.TRUE.equals(record.get(i)))
                .mapToObj(suspicions::get)
                .flatMap(each -> each.checks().stream())
                .toList();
    }

    /**
     * Checks that find nothing if a cheaper one does not. It may find too much, never too little.
     *
     * @param sign the cheaper one
     */
    record Suspicion(IntegrityCheck sign, List<IntegrityCheck> checks) {
        static Suspicion of(IntegrityCheck sign, IntegrityCheck... checks) {
            return new Suspicion(sign, List.copyOf(Arrays.asList(checks)));
        }
    }
}
