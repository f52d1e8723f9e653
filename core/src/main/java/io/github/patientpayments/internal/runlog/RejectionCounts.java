package io.github.patientpayments.internal.runlog;

import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.RejectionCount;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Counts the stored rejections of a run by their faults. */
public final class RejectionCounts {

    private RejectionCounts() {}

    private record Key(RecordType type, Rejection.Fault fault) {}

    private record RejectionCountValue(RecordType recordType, Rejection.Fault fault, long count)
            implements RejectionCount {}

    /** The counts, the largest first. The database counts equal lists of faults, of which there are few. */
    public static List<RejectionCount> of(DSLContext dsl, long run) {
        Map<Key, Long> counts = new TreeMap<>(Comparator.comparing(Key::type)
                .thenComparing(key -> key.fault().field())
                .thenComparing(key -> key.fault().code()));
        dsl.select(REJECTIONS.RECORD_TYPE, REJECTIONS.FAULTS, DSL.count())
                .from(REJECTIONS)
                .where(REJECTIONS.RUN.eq(run))
                .groupBy(REJECTIONS.RECORD_TYPE, REJECTIONS.FAULTS)
                .forEach(row -> RejectionValue.decode(row.value2())
                        .forEach(fault -> counts.merge(
                                new Key(RecordType.valueOf(row.value1()), fault), (long) row.value3(), Long::sum)));
        return counts.entrySet().stream()
                .<RejectionCount>map(entry -> new RejectionCountValue(
                        entry.getKey().type(), entry.getKey().fault(), entry.getValue()))
                .sorted(Comparator.comparingLong(RejectionCount::count).reversed())
                .toList();
    }
}
