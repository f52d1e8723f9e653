package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;

/**
 * A run that was applied, while it is still being told of. A signal that ends the program meanwhile doesn't silence it:
 * otherwise it would look as if nothing had changed.
 */
final class AppliedRun {

    private final Thread hook;

    private AppliedRun(SyncReport report) {
        String line = "patient-payments: run " + report.number() + " was applied before the signal came.";
        this.hook = new Thread(() -> StandardError.lastWord(line), "applied");
    }

    /** From now on a signal makes it say so. */
    static AppliedRun of(SyncReport report) {
        AppliedRun run = new AppliedRun(report);
        if (report.status() == SyncRun.Status.APPLIED) {
            try {
                Runtime.getRuntime().addShutdownHook(run.hook);
            } catch (IllegalStateException e) {
                run.hook.start(); // the signal has come
            }
        }
        return run;
    }

    /** It has been told. */
    void told() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the signal has come, and the hook runs
        }
    }
}
