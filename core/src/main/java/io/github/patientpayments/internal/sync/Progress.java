package io.github.patientpayments.internal.sync;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.internal.runlog.Attempt;
import io.github.patientpayments.internal.snapshot.SetReader;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the host's listener and the log how far an attempt has come. What the listener throws ends here. */
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

    Progress(@Nullable SyncListener listener, Attempt attempt) {
        this.listener = listener;
        this.attempt = attempt;
    }

    /** What was read of a set in an attempt that was broken off does not count. */
    void notRead(RecordType type) {
        read(type, null);
    }

    /** Reading a set begins, perhaps not for the first time. */
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
        tell();
    }

    void recordRead() {
        long read = phase == Phase.READING_PATIENTS ? ++patientsRead : ++paymentsRead;
        if (read % SyncProgress.RECORDS_BETWEEN == 0) {
            tell();
        }
    }

    void finished(SyncReport report) {
        endPhase();
        log(report);
        call(host -> host.finished(report));
    }

    /** Without the message: a host's own exception may quote anything. */
    void failed(Throwable failure) {
        endPhase();
        if (failure instanceof SnapshotRefusedException refused) {
            log(refused.report());
        } else {
            LOG.info(
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
        LOG.info(
                "Run {} {}{} in {} ms; patients {}; payments {}",
                report.number(),
                report.status(),
                report.refusedFor().isEmpty() ? "" : report.refusedFor(),
                report.duration().toMillis(),
                report.patients(),
                report.payments());
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

    private void tell() {
        Phase now = phase;
        if (listener != null && now != null) {
            SyncProgressValue told = new SyncProgressValue(attempt.id(), now, patientsRead, paymentsRead, bytesRead());
            call(host -> host.progress(told));
        }
    }

    private long bytesRead() {
        return (patients == null ? 0 : patients.bytesRead()) + (payments == null ? 0 : payments.bytesRead());
    }

    private void call(Consumer<SyncListener> told) {
        if (listener == null) {
            return;
        }
        try {
            told.accept(listener);
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
                throw e;
            }
            if (!listenerThrew) {
                LOG.warn(
                        "The SyncListener threw {}; attempt {} goes on",
                        e.getClass().getName(),
                        attempt.id());
            }
            listenerThrew = true;
        }
    }

    private record SyncProgressValue(UUID attempt, Phase phase, long patientsRead, long paymentsRead, long bytesRead)
            implements SyncProgress {}
}
