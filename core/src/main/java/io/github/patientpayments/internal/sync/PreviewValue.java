package io.github.patientpayments.internal.sync;

import io.github.patientpayments.history.Change;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;

/** The result of a sync, a refused sync, or a preview. */
record PreviewValue(long baseRun, SyncReport report, List<Refusal> refusals, List<Change> changes) implements Preview {

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
