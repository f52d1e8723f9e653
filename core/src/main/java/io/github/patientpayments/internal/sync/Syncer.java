package io.github.patientpayments.internal.sync;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.TransactionResult;
import io.github.patientpayments.internal.erasure.FingerprintSeal;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.HostFailure;
import io.github.patientpayments.internal.snapshot.SetReader;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.time.LocalDate;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a snapshot or delta and reconciles the mirror with it under the lock, or reverts the mirror to an earlier run.
 * Thread-safe.
 */
public final class Syncer {

    private final Database database;
    private final StoreOptions options;

    public Syncer(Database database, StoreOptions options) {
        this.database = database;
        this.options = options;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#sync(SyncInput, SyncOptions)}. */
    public SyncReport sync(SyncInput input, SyncOptions syncOptions) {
        return reported(
                Attempt.of(syncOptions),
                options.listener(),
                (attempt, progress) -> reconcile(input, syncOptions, attempt, progress, Reconciliation::sync));
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#revertTo(long, SyncOptions)}. */
    public SyncReport revertTo(long run, SyncOptions syncOptions) {
        // Without the listener, which watches syncs: a mirror that was reverted is not up to date.
        return reported(
                Attempt.of(syncOptions),
                null,
                (attempt, progress) -> revert(run, syncOptions, attempt, progress, Reversion::revert));
    }

    /** Reports the progress and the end of a run to a listener and the log. */
    private static SyncReport reported(
            Attempt attempt, @Nullable SyncListener listener, BiFunction<Attempt, Progress, PreviewValue> work) {
        Progress progress = new Progress(listener, attempt);
        SyncReport report;
        try {
            PreviewValue outcome = work.apply(attempt, progress);
            report = outcome.report();
            if (!outcome.refusals().isEmpty()) {
                throw new SnapshotRefusedException(outcome.refusals(), report);
            }
        } catch (Throwable e) {
            progress.failed(e);
            throw e;
        }
        progress.finished(report);
        return report;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#preview(SyncInput, SyncOptions, int)}. */
    public Preview preview(SyncInput input, SyncOptions syncOptions, int changes) {
        checkNumber(changes);
        return unreported((attempt, progress) ->
                reconcile(input, syncOptions, attempt, progress, reconciliation -> reconciliation.preview(changes)));
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#previewRevert(long, SyncOptions, int)}. */
    public Preview previewRevert(long run, SyncOptions syncOptions, int changes) {
        checkNumber(changes);
        return unreported((attempt, progress) ->
                revert(run, syncOptions, attempt, progress, reversion -> reversion.preview(changes)));
    }

    private static void checkNumber(int changes) {
        if (changes < 0 || changes > Preview.MAX_CHANGES) {
            throw new IllegalArgumentException(
                    "A preview shows 0 to " + Preview.MAX_CHANGES + " changes, not " + changes);
        }
    }

    private static Preview unreported(BiFunction<Attempt, Progress, PreviewValue> work) {
        Attempt attempt = Attempt.now();
        return work.apply(attempt, new Progress(null, attempt));
    }

    private PreviewValue revert(
            long run,
            SyncOptions syncOptions,
            Attempt attempt,
            Progress progress,
            Function<Reversion, TransactionResult<PreviewValue>> how) {
        progress.begin(Phase.WAITING);
        return database.inWriteTransaction(attempt.id(), true, transaction -> {
            attempt.checkNew(transaction);
            return how.apply(Reversion.begin(transaction, attempt, options, syncOptions, progress, run));
        });
    }

    private PreviewValue reconcile(
            SyncInput input,
            SyncOptions syncOptions,
            Attempt attempt,
            Progress progress,
            Function<Reconciliation, TransactionResult<PreviewValue>> how) {
        boolean countsChecked =
                options.guard().guards(Reason.CONTROL_TOTALS) && !syncOptions.lifts(Reason.CONTROL_TOTALS);
        try (SnapshotInput sets = new SnapshotInput(input, countsChecked)) {
            LocalDate today = LocalDate.ofInstant(options.clock().instant(), options.zone());
            SyncRequest request = SyncRequest.of(input, syncOptions, sets, today);
            readAhead(request, attempt, progress);
            progress.begin(Phase.WAITING);
            return database.inWriteTransaction(attempt.id(), sets.repeatable(), transaction -> {
                attempt.checkNew(transaction);
                return how.apply(Reconciliation.begin(transaction, attempt, options, request, progress));
            });
        } catch (HostFailure e) {
            throw e.original();
        }
    }

    /**
     * Reads the sets before the lock is taken, if they can be read again and may be recognized: most often nothing has
     * changed. A set is read to its first difference.
     */
    private void readAhead(SyncRequest request, Attempt attempt, Progress progress) {
        if (request.mayRecognize()) {
            StoreStateRecord state = database.readState(attempt.id());
            HashKey key = HashKey.of(state.getHashKey());
            Deadline deadline = new Deadline(options.inputDeadline());
            String patients = state.getPatientsPrefixes();
            String payments = state.getPaymentsPrefixes();
            if (patients != null) {
                request.sets()
                        .patients()
                        .ifPresent(set -> readAhead(set, request.patientRules(), key, deadline, patients, progress));
            }
            if (payments != null) {
                request.sets()
                        .payments()
                        .ifPresent(set -> readAhead(set, request.paymentRules(), key, deadline, payments, progress));
            }
            progress.startOver(request.sets());
        }
    }

    private <T> void readAhead(
            SetReader<T> set,
            RecordRules<T> rules,
            HashKey key,
            Deadline deadline,
            String prefixes,
            Progress progress) {
        if (set.repeatable()) {
            PrefixHint hint = new PrefixHint(prefixes, new FingerprintSeal(options.erasureKeys()));
            progress.reading(rules.type(), set);
            set.readAhead(rules, key, deadline, progress::recordRead, hint::mayBeEqual);
        }
    }
}
