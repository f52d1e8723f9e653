package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Rejections.REJECTIONS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.StoreStatus;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.history.Horizon;
import io.github.patientpayments.internal.history.LastRun;
import io.github.patientpayments.internal.page.Cursor;
import io.github.patientpayments.internal.page.Pages;
import io.github.patientpayments.internal.runlog.RejectionCounts;
import io.github.patientpayments.internal.runlog.RejectionValue;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.RejectionCount;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Queries of the run log, and its notes. Thread-safe. */
public final class RunQueries {

    private final Database database;

    public RunQueries(Database database) {
        this.database = database;
    }

    public List<SyncRun> last(int limit) {
        checkLimit(limit);
        return database.read(dsl -> RunLog.last(dsl, limit));
    }

    public List<SyncRun> before(long run, int limit) {
        checkLimit(limit);
        return database.read(dsl -> RunLog.before(dsl, run, limit));
    }

    public Optional<SyncRun> at(Instant time) {
        return database.read(dsl -> RunLog.ofNumber(dsl, RunLog.lastAt(dsl, time)));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > PageRequest.MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "1 to " + PageRequest.MAX_LIMIT + " runs can be requested, not " + limit);
        }
    }

    /**
     * Waits for the lock, which a COMMIT in doubt holds while it may still succeed. A run that is missing after that
     * was not committed.
     */
    public Optional<SyncRun> ofAttempt(UUID attempt) {
        Optional<SyncRun> logged = database.read(dsl -> RunLog.ofAttempt(dsl, attempt));
        return logged.isPresent()
                ? logged
                : database.write(attempt, transaction -> RunLog.ofAttempt(transaction.dsl(), attempt));
    }

    public LastSync lastSync() {
        return database.read(RunLog::lastSync);
    }

    public Optional<SyncRun> ofNumber(long run) {
        return database.read(dsl -> RunLog.ofNumber(dsl, run));
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#annotate}. */
    public boolean annotate(long run, String note) {
        String checked = SyncOptions.defaults().withNote(note).note().orElseThrow();
        return database.write(UUID.randomUUID(), transaction -> RunLog.annotate(transaction.dsl(), run, checked));
    }

    public Page<Rejection> rejections(long run, PageRequest<Void> request) {
        Pages<Rejection> pages = new Pages<>(
                REJECTIONS,
                null,
                List.of(REJECTIONS.fields()),
                REJECTIONS.RUN.eq(run),
                List.of(REJECTIONS.RECORD_TYPE, REJECTIONS.RECORD_NO),
                STORE_STATE.BASE_RUN,
                Cursor.digest("rejections", run, request.isDescending()),
                RejectionValue::of);
        return database.read(dsl -> {
            LastRun.of(dsl).checkReached(run);
            Page<Rejection> page = pages.read(dsl, request);
            checkKept(dsl, run, page.items().isEmpty());
            return page;
        });
    }

    public List<RejectionCount> rejectionCounts(long run) {
        return database.read(dsl -> {
            LastRun.of(dsl).checkReached(run);
            List<RejectionCount> counts = RejectionCounts.of(dsl, run);
            checkKept(dsl, run, counts.isEmpty());
            return counts;
        });
    }

    /** After the rejections were read, since they may be deleted meanwhile. */
    private static void checkKept(DSLContext dsl, long run, boolean none) {
        Horizon.of(dsl).checkRejections(run);
        if (none && run > 0 && RunLog.ofNumber(dsl, run).isEmpty()) {
            throw new HistoryPurgedException("Run " + run + " changed nothing and is not in the log any more, and nor"
                    + " are its rejections: use those of the next run in the log");
        }
    }

    public StoreStatus status() {
        return database.read(StoreStatusValue::of);
    }
}
