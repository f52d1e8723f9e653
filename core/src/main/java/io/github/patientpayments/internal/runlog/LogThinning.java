package io.github.patientpayments.internal.runlog;

import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;

import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Kind;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Takes unchanged syncs out of the run log, so that a sync every few seconds does not bury the runs that did something.
 * Of those of an hour that differ in nothing but their time and how much they have read, the last is kept, so a nightly
 * sync keeps all of its runs. None is taken out before it is a day old: a caller that has lost its COMMIT looks for its
 * attempt until then.
 *
 * <p>One that rejected something goes only if the next one that is otherwise alike stored the same rejections, apart
 * from their positions.
 *
 * <p>Such a run left no trace outside of the log, so no version, event or cursor refers to it, and a state of the past
 * is found by the run before it. The numbers of the others stay.
 */
public final class LogThinning {

    private static final Duration KEPT = Duration.ofDays(1);

    /** So that a log that was never thinned is read in portions. At a sync each second, an hour has no more. */
    private static final int PORTION = 4_000;

    private final Transaction transaction;
    private final StoreStateRecord state;

    private LogThinning(Transaction transaction) {
        this.transaction = transaction;
        this.state = transaction.state();
    }

    /** Thins the log out at the first run of an hour, before that run is recorded. */
    public static void before(Transaction transaction, Run run) {
        Instant hour = run.time().truncatedTo(ChronoUnit.HOURS);
        Instant last = transaction.state().getLastRunTime();
        if (last != null && last.isBefore(hour)) {
            new LogThinning(transaction).thinOut(hour.minus(KEPT));
        }
    }

    private void thinOut(Instant end) {
        List<SyncRun> runs =
                RunLog.between(transaction.dsl(), state.getThinnedToRun(), end, PORTION); // the newest first
        if (runs.isEmpty()) {
            return;
        }
        List<Long> superseded = superseded(runs);
        if (!superseded.isEmpty()) {
            delete(superseded);
        }
        state.setThinnedToRun(runs.get(0).number());
        state.setThinnedRuns(state.getThinnedRuns() + superseded.size());
    }

    private List<Long> superseded(List<SyncRun> newestFirst) {
        Map<Likeness, SyncRun> later = new HashMap<>();
        List<Long> superseded = new ArrayList<>();
        for (SyncRun run : newestFirst) {
            boolean sync = run.kind() == Kind.SNAPSHOT || run.kind() == Kind.DELTA;
            if (sync && run.status() == Status.UNCHANGED) {
                SyncRun next = later.put(Likeness.of(run), run);
                if (next != null && !isNamed(run.number()) && rejectedNothingElse(run, next)) {
                    superseded.add(run.number());
                }
            }
        }
        return superseded;
    }

    /**
     * Whether a run's stored rejections are those of the next one. The database compares them, and as only neighbours
     * are compared, it reads those of a run twice at most, however many differ.
     */
    private boolean rejectedNothingElse(SyncRun run, SyncRun next) {
        if (run.patients().rejected() + run.payments().rejected() == 0) {
            return true;
        }
        Field<Integer> difference =
                DSL.when(REJECTIONS.RUN.eq(run.number()), DSL.inline(1)).otherwise(DSL.inline(-1));
        return !transaction
                .dsl()
                .fetchExists(DSL.selectOne()
                        .from(REJECTIONS)
                        .where(REJECTIONS.RUN.in(run.number(), next.number()))
                        .groupBy(
                                REJECTIONS.RECORD_TYPE,
                                REJECTIONS.EXTERNAL_ID,
                                REJECTIONS.PATIENT_EXTERNAL_ID,
                                REJECTIONS.FAULTS)
                        .having(DSL.sum(difference).ne(BigDecimal.ZERO)));
    }

    /** Whether the lock row names the run. */
    private boolean isNamed(long run) {
        return Stream.of(
                        state.getBaseRun(),
                        state.getHorizonRun(),
                        state.getPatientsFingerprintRun(),
                        state.getPaymentsFingerprintRun(),
                        state.getPatientsSyncedRun(),
                        state.getPaymentsSyncedRun())
                .anyMatch(named -> Objects.equals(named, run));
    }

    private void delete(List<Long> runs) {
        DSLContext dsl = transaction.dsl();
        dsl.deleteFrom(REJECTIONS).where(REJECTIONS.RUN.in(runs)).execute();
        dsl.deleteFrom(SYNC_RUN_COUNTS).where(SYNC_RUN_COUNTS.RUN.in(runs)).execute();
        dsl.deleteFrom(SYNC_RUNS).where(SYNC_RUNS.RUN.in(runs)).execute();
    }

    /**
     * What the lock row may have of a run, and how much was rejected: runs that are alike leave the same, except for
     * newer times and the rejections themselves.
     */
    private record Likeness(
            Instant hour,
            Kind kind,
            boolean exportTime,
            Optional<String> note,
            boolean allPatients,
            boolean anyPatients,
            List<Long> ofPatients,
            boolean allPayments,
            boolean anyPayments,
            List<Long> ofPayments,
            @Nullable LocalDate paidFrom) {

        static Likeness of(SyncRun run) {
            return new Likeness(
                    run.time().truncatedTo(ChronoUnit.HOURS),
                    run.kind(),
                    run.exportedAt().isPresent(),
                    run.note(),
                    run.patients().isFullSet(),
                    run.patients().read() > 0,
                    keptBack(run.patients()),
                    run.payments().isFullSet(),
                    run.payments().read() > 0,
                    keptBack(run.payments()),
                    run.payments().paidFrom().orElse(null));
        }

        /** What a person may ask about later. */
        private static List<Long> keptBack(SyncCounts counts) {
            return List.of(counts.rejected(), counts.retained(), counts.withheld());
        }
    }
}
