package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.erasure.SuppressionList;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.SetReader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One set of a delivery on its way into the mirror: recognised as what the mirror is already, or staged. A source that
 * can be opened again is read for its fingerprint before the lock is taken; one that can't is staged all the same, and only
 * the comparison is saved.
 */
final class IncomingSet<T> {

    private final SetReader<T> reader;
    private final RecordRules<T> rules;
    private final Function<T, @Nullable Object[]> columns;
    private @Nullable SetSummary foreseen;

    IncomingSet(SetReader<T> reader, RecordRules<T> rules, Function<T, @Nullable Object[]> columns) {
        this.reader = reader;
        this.rules = rules;
        this.columns = columns;
    }

    /** Reads for the fingerprint alone. */
    void readAhead(Deadline deadline, Progress progress) {
        if (reader.repeatable()) {
            progress.reading(rules.type(), reader);
            foreseen = reader.forEach(rules, deadline, candidate -> progress.recordRead());
        }
    }

    /** What was read for the fingerprint alone; null if nothing was. */
    @Nullable
    SetSummary foreseen() {
        return foreseen;
    }

    /** Reads into the stage. */
    SetSummary stage(StagingTable stage, Deadline deadline, SuppressionList suppression, Progress progress) {
        progress.reading(rules.type(), reader);
        return stage.load(reader, rules, deadline, suppression, progress, columns);
    }
}
