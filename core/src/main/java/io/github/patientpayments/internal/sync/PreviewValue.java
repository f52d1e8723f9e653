package io.github.patientpayments.internal.sync;

import io.github.patientpayments.history.Change;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.internal.runlog.RunLog;
import io.github.patientpayments.internal.runlog.SyncRunValue;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncReport;
import java.time.Clock;
import java.util.List;

/** The result of a sync, a refused sync, or a preview. */
record PreviewValue(long baseRun, SyncReport report, List<Refusal> refusals, List<Change> changes) implements Preview {

    /**
     * Logs a refused run under the next number, since other runs may have come in between. If one of them changed the
     * mirror, the rejections are not stored: it may have erased a patient that they name.
     */
    PreviewValue logRefusal(Transaction transaction, Clock clock) {
        Run run = Run.after(transaction, clock.instant());
        SyncRunValue logged = new SyncRunValue(
                run.number(),
                report.attempt(),
                report.kind(),
                report.status(),
                report.refusedFor(),
                run.time(),
                report.duration(),
                report.exportedAt().orElse(null),
                report.patients(),
                report.payments());
        RunLog.write(transaction.dsl(), logged);
        if (transaction.state().getBaseRun() == baseRun) {
            RunLog.reject(transaction.dsl(), run.number(), report.rejections());
        }
        run.note(transaction.state(), false);
        transaction.state().store();
        transaction.truncateWorkingTables(); // what was rolled back still takes space
        return new PreviewValue(baseRun, new SyncReportValue(logged, report.rejections()), refusals, changes);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(report.toString());
        refusals.forEach(refusal -> text.append("\n  refused: ")
                .append(refusal.reason())
                .append(": ")
                .append(refusal.message()));
        return text.append("\n  on run ").append(baseRun).toString();
    }
}
