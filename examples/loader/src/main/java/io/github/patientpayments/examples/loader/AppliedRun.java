package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;

/**
 * An applied run until it has been reported. If a signal ends the program before that, a shutdown hook reports it:
 * otherwise the user would assume that nothing was changed.
 */
final class AppliedRun {

    private final Thread hook;

    private AppliedRun(SyncReport report) {
        String line = "patient-payments: run " + report.number() + " was applied before the signal arrived.";
        this.hook = new Thread(() -> StandardError.printDuringShutdown(line), "applied");
    }

    static AppliedRun of(SyncReport report) {
        AppliedRun run = new AppliedRun(report);
        if (report.status() == SyncRun.Status.APPLIED) {
            try {
                Runtime.getRuntime().addShutdownHook(run.hook);
            } catch (IllegalStateException e) {
                run.hook.start(); // the JVM is shutting down already
            }
        }
        return run;
    }

    void reported() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is shutting down, and the hook runs
        }
    }
}
