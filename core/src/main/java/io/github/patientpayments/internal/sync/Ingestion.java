package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.erasure.FingerprintSeal;
import io.github.patientpayments.internal.erasure.SuppressionList;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.PaymentRules;
import io.github.patientpayments.internal.record.RecordRules;
import io.github.patientpayments.internal.record.SetSummary;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.snapshot.Deadline;
import io.github.patientpayments.internal.snapshot.SetReader;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the sets of an input. A set that equals the mirror is recognized by its fingerprint; any other is staged. */
final class Ingestion {

    /** The bytes of some ten thousand payments. For fewer, making the indexes again would take longer. */
    private static final long LARGE_FILE = 1 << 20;

    private final Transaction transaction;
    private final SyncRequest request;
    private final StoreOptions options;
    private final SuppressionList suppression;
    private final FingerprintSeal seal;
    private final Progress progress;
    private final Deadline deadline;

    Ingestion(
            Transaction transaction,
            StoreOptions options,
            SyncRequest request,
            SuppressionList suppression,
            Progress progress) {
        this.transaction = transaction;
        this.request = request;
        this.options = options;
        this.suppression = suppression;
        this.seal = new FingerprintSeal(options.erasureKeys());
        this.progress = progress;
        this.deadline = new Deadline(options.inputDeadline());
    }

    SetState ingestPatients(StagingTable stage) {
        StoreStateRecord state = transaction.state();
        return ingest(
                request.sets().patients(),
                request.patientRules(),
                stage,
                state.getPatientsFingerprint(),
                state.getPatientsFingerprintRun(),
                state.getLastPatientId());
    }

    SetState ingestPayments(StagingTable stage) {
        StoreStateRecord state = transaction.state();
        return ingest(
                request.sets().payments(),
                request.paymentRules(),
                stage,
                state.getPaymentsFingerprint(),
                state.getPaymentsFingerprintRun(),
                state.getLastPaymentId());
    }

    /** Stages payments that were recognized, but have to be compared because their patients change. */
    SetState stageRecognizedPayments(SetState recognized, StagingTable stage) {
        return recognized.staged()
                ? recognized.toBeCompared()
                : stage(request.sets().payments().orElseThrow(), request.paymentRules(), stage, false);
    }

    /**
     * Whether to write the records while they are read: those of a first snapshot in files of some size. The tables are
     * locked during that, so it must not depend on a stream how long it takes.
     */
    boolean mayLoadDirectly() {
        StoreStateRecord state = transaction.state();
        return !request.delta()
                && state.getLastPatientId() == 0
                && size(request.sets().patients()) > 0
                && size(request.sets().payments()) >= LARGE_FILE
                && options.maxRecordsInMemory() > 0
                && suppression.isEmpty()
                && transaction.loadsDirectly();
    }

    private static long size(Optional<? extends SetReader<?>> set) {
        return set.map(SetReader::fileSize).orElse(0L);
    }

    /** How long may still be waited for the input. If a load is undone, both sets are read again. */
    Deadline deadline() {
        return deadline.copy();
    }

    /** Reads a first set, whose valid records are written and not staged. */
    <T> SetState load(
            SetReader<T> set, RecordRules<T> rules, StagingTable stage, DirectLoad direct, Deadline whileReading) {
        progress.reading(rules.type(), set);
        HashKey key = HashKey.of(transaction.state().getHashKey());
        StagingTable.Load load = stage.load(set, rules, key, whileReading, suppression, direct, progress);
        return SetState.staged(rules.type(), load, fingerprint(load.summary()), true, scope(rules), true, null);
    }

    private <T> SetState ingest(
            Optional<SetReader<T>> given,
            RecordRules<T> rules,
            StagingTable stage,
            @Nullable String lastFingerprint,
            @Nullable Long lastRun,
            long lastId) {
        if (given.isEmpty()) {
            return SetState.absent(rules.type());
        }
        SetReader<T> set = given.get();
        SetSummary ahead = set.summaryReadAhead();
        SetFingerprint fingerprint = ahead == null ? null : fingerprint(ahead);
        SetState state = ahead != null && isRecognized(fingerprint, lastFingerprint)
                ? SetState.readAhead(rules.type(), ahead, fingerprint, scope(rules))
                : stage(set, rules, stage, lastId == 0);
        return lastRun != null && isRecognized(state.fingerprint(), lastFingerprint)
                ? state.recognizedAs(RunLog.counts(transaction.dsl(), lastRun, rules.type()))
                : state;
    }

    private <T> SetState stage(SetReader<T> set, RecordRules<T> rules, StagingTable stage, boolean first) {
        progress.reading(rules.type(), set);
        HashKey key = HashKey.of(transaction.state().getHashKey());
        PaymentScope scope = scope(rules);
        KnownRecords known =
                request.mayRecognize() && !first ? stage.knownRecords(options.maxRecordsInMemory(), scope) : null;
        StagingTable.Load load =
                stage.load(set, rules, key, deadline, suppression, known == null ? Shortcut.NONE : known, progress);
        if (known != null) {
            known.complete(stage);
        }
        return SetState.staged(rules.type(), load, fingerprint(load.summary()), !request.delta(), scope, first, known);
    }

    private static PaymentScope scope(RecordRules<?> rules) {
        return rules instanceof PaymentRules payments ? new PaymentScope(payments.paidFrom()) : PaymentScope.ALL;
    }

    private boolean isRecognized(@Nullable SetFingerprint fingerprint, @Nullable String lastFingerprint) {
        return request.mayRecognize()
                && fingerprint != null
                && fingerprint.whole().equals(lastFingerprint);
    }

    private @Nullable SetFingerprint fingerprint(SetSummary read) {
        return read.fingerprint()
                .map(whole -> new SetFingerprint(suppression.seal(whole), PrefixHint.of(read, seal)))
                .orElse(null);
    }
}
