package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Undoes runs. */
@Command(
        name = "revert",
        description = "Undoes every run after the given one: the store becomes what it was then. The revert is a run of"
                + " its own and can be reverted too. Erased patients stay erased.",
        footer = {
            "",
            "Examples:",
            "  patient-payments runs",
            "  patient-payments revert --to-run 41 --dry-run",
            "  patient-payments revert --to-run 41"
        })
final class RevertCommand extends QueryCommand {

    @Option(
            names = "--to-run",
            required = true,
            paramLabel = "RUN",
            description = "The last run that is not undone, as listed by runs. 0 empties the store.")
    private long run;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "Who has decided on the revert, and why: it stays in the run log. Do not name a patient.")
    private @Nullable String note;

    @Option(names = "--dry-run", description = "Show what the revert would do, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "100",
            description = "The maximum number of changes that are shown beforehand. Default: ${DEFAULT-VALUE}")
    private int changes;

    @Mixin
    private Confirmation confirmation;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        SyncOptions options = Notes.with(note, SyncOptions.defaults());
        if (dryRun) {
            show(store.previewRevert(run, options, changes));
            return ExitCode.DONE;
        }
        return revert(store, confirmation.isGiven() ? options : options.onBase(confirmedBase(store)));
    }

    private void show(Preview preview) throws IOException {
        if (isJson()) {
            print(preview, StoreJson::preview);
        } else {
            report(output().out()).dryRun(preview);
        }
    }

    /** The run on which the revert was shown and confirmed. */
    private long confirmedBase(PatientPaymentStore store) throws IOException {
        confirmation.checkTerminal(streams());
        Preview preview = store.previewRevert(run, SyncOptions.defaults(), changes);
        report(output().err()).toConfirm(preview);
        confirmation.ask(streams(), output(), "Revert to run " + run + "?", "Canceled: nothing was changed");
        return preview.baseRun();
    }

    private int revert(PatientPaymentStore store, SyncOptions options) throws IOException {
        try {
            SyncReport report = store.revertTo(run, options);
            AppliedRun applied = AppliedRun.of(report);
            try {
                if (isJson()) {
                    print(report, StoreJson::run);
                } else {
                    report(output().out()).applied(report);
                }
            } finally {
                applied.reported();
            }
            return ExitCode.DONE;
        } catch (SnapshotRefusedException e) {
            output().note(Style.ERROR, "patient-payments: " + e.getMessage());
            return ExitCode.REFUSED;
        }
    }

    private ReportText report(PrintStream out) {
        return new ReportText(output(), out, "revert", false, false);
    }
}
