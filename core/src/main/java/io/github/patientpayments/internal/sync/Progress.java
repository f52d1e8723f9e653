package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.snapshot.SetReader;
import io.github.patientpayments.internal.snapshot.SnapshotInput;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the progress of an attempt to the host's listener and to the log. Exceptions of the listener are caught. */
final class Progress {

    private static final Logger LOG = LoggerFactory.getLogger(Syncer.class);

    private final @Nullable SyncListener listener;
    private final Attempt attempt;
    private @Nullable Phase phase;
    private long phaseStart;
    private @Nullable SetReader<?> patients;
    private @Nullable SetReader<?> payments;
    private long patientsRead;
    private long paymentsRead;
    private boolean listenerThrew;
    private boolean silent;

    Progress(@Nullable SyncListener listener, Attempt attempt) {
        this.listener = listener;
        this.attempt = attempt;
    }

    /** Resets the counts of an attempt that failed, except for the records read ahead. */
    void startOver(SnapshotInput sets) {
        silent = false;
        if (sets.patients().map(SetReader::summaryReadAhead).isEmpty()) {
            read(RecordType.PATIENT, null);
        }
        if (sets.payments().map(SetReader::summaryReadAhead).isEmpty()) {
            read(RecordType.PAYMENT, null);
        }
    }

    /** Begins to read a set, possibly again. */
    void reading(RecordType type, SetReader<?> set) {
        read(type, set);
        begin(type == RecordType.PATIENT ? Phase.READING_PATIENTS : Phase.READING_PAYMENTS);
    }

    private void read(RecordType type, @Nullable SetReader<?> set) {
        if (type == RecordType.PATIENT) {
            patients = set;
            patientsRead = 0;
        } else {
            payments = set;
            paymentsRead = 0;
        }
    }

    void begin(Phase next) {
        endPhase();
        phase = next;
        phaseStart = System.nanoTime();
        notifyListener();
    }

    void recordRead() {
        long read = phase == Phase.READING_PATIENTS ? ++patientsRead : ++paymentsRead;
        if (read % SyncProgress.RECORDS_BETWEEN == 0) {
            notifyListener();
        }
    }

    void finished(SyncReport report) {
        endPhase();
        log(report);
        call(host -> host.finished(report));
    }

    /** Omits the message: an exception of the host may contain personal data. */
    void failed(Throwable failure) {
        endPhase();
        if (failure instanceof SnapshotRefusedException refused) {
            log(refused.report());
        } else {
            LOG.warn(
                    "Attempt {} failed in {} after {} ms: {}{}",
                    attempt.id(),
                    phase == null ? "opening its sources" : phase,
                    attempt.duration().toMillis(),
                    failure.getClass().getName(),
                    sqlState(failure));
        }
        call(host -> host.failed(attempt.id(), failure));
    }

    private static void log(SyncReport report) {
        boolean refused = !report.refusedFor().isEmpty();
        String line = "Run {} {}{} in {} ms; patients {}; payments {}";
        Object[] values = {
            report.number(),
            report.status(),
            refused ? report.refusedFor() : "",
            report.duration().toMillis(),
            report.patients(),
            report.payments()
        };
        if (refused) {
            LOG.warn(line, values);
        } else {
            LOG.info(line, values);
        }
    }

    private static String sqlState(Throwable failure) {
        return failure instanceof StoreException store
                ? store.sqlState().map(state -> " (SQLState " + state + ")").orElse("")
                : "";
    }

    private void endPhase() {
        if (phase != null && LOG.isDebugEnabled()) {
            LOG.debug(
                    "Attempt {} {} {} ms; read so far: {} patients, {} payments, {} bytes",
                    attempt.id(),
                    phase,
                    (System.nanoTime() - phaseStart) / 1_000_000,
                    patientsRead,
                    paymentsRead,
                    bytesRead());
        }
    }

    /** Calls the listener no more before the end of the attempt, since a query of the listener would wait for it. */
    void silence() {
        silent = true;
    }

    /** Calls the listener again, once the locks were released for which its queries would have waited. */
    void resume() {
        silent = false;
    }

    private void notifyListener() {
        Phase now = phase;
        if (listener != null && now != null && !silent) {
            SyncProgressValue value = new SyncProgressValue(attempt.id(), now, patientsRead, paymentsRead, bytesRead());
            call(host -> host.progress(value));
        }
    }

    private long bytesRead() {
        return (patients == null ? 0 : patients.bytesRead()) + (payments == null ? 0 : payments.bytesRead());
    }

    private void call(Consumer<SyncListener> notification) {
        if (listener == null) {
            return;
        }
        try {
            notification.accept(listener);
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            if (!listenerThrew) {
                LOG.warn(
                        "The SyncListener threw {}; attempt {} continues",
                        e.getClass().getName(),
                        attempt.id());
            }
            listenerThrew = true;
        }
    }

    private record SyncProgressValue(UUID attempt, Phase phase, long patientsRead, long paymentsRead, long bytesRead)
            implements SyncProgress {}
}
