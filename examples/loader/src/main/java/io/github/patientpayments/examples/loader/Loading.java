package io.github.patientpayments.examples.loader;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.examples.common.StoreOptions;
import io.github.patientpayments.examples.common.StoredRejections;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One load, from the files to the exit code. */
final class Loading {

    private static final int MIGRATING_CONNECTIONS = 2;

    private final LoadOptions options;
    private final StoreOptions database;
    private final Output output;
    private final ReportJson json;

    Loading(LoadOptions options, StoreOptions database, Output output, ReportJson json) {
        this.options = options;
        this.database = database;
        this.output = output;
        this.json = json;
    }

    /** Checks the options and files before it connects to the database. */
    int load(Inputs inputs) throws SQLException {
        options.check();
        if (options.rejects().filter(inputs::contain).isPresent()) {
            throw new IllegalArgumentException("--rejects would overwrite the input, or become a part of it");
        }
        SyncInput input = options.input(inputs);
        boolean animated = options.progress().isOn(output.isAnimated());
        Optional<RejectsFile> rejects = options.rejects().map(RejectsFile::create);
        try (HikariDataSource pool = CommandPool.open(database, MIGRATING_CONNECTIONS, options.migrates(), output);
                ProgressBar bar = new ProgressBar(output.err(), animated, inputs.size(), output.lineWidth());
                Interruption interruption = Interruption.watch(bar)) {
            PatientPaymentStore.Builder builder =
                    database.store(pool).guard(options.guard()).listener(interruption);
            options.inputDeadline().ifPresent(builder::inputDeadline);
            rejects.ifPresent(file -> builder.maxStoredRejections(StoredRejections.CAPACITY));
            PatientPaymentStore store = builder.build();
            database.migrate(store, options.migrates());
            return options.isDryRun() ? preview(store, input, rejects, bar) : sync(store, input, rejects);
        } finally {
            rejects.ifPresent(RejectsFile::close);
        }
    }

    private int sync(PatientPaymentStore store, SyncInput input, Optional<RejectsFile> rejects) {
        try {
            SyncReport report = store.sync(input, options.syncOptions());
            AppliedRun run = AppliedRun.of(report);
            try {
                if (options.isJson()) {
                    json.applied(report);
                } else {
                    report(output.out()).applied(report);
                }
                rejects.ifPresent(file -> file.writeAll(store, report, output));
            } finally {
                run.reported();
            }
            return ExitCode.DONE;
        } catch (SnapshotRefusedException e) {
            report(output.err()).refused(e.report(), e.refusals());
            if (options.isJson()) {
                json.refused(e.report(), e.refusals());
            }
            rejects.ifPresent(file -> file.writeAll(store, e.report(), output));
            return code(e.refusals());
        }
    }

    private int preview(PatientPaymentStore store, SyncInput input, Optional<RejectsFile> rejects, ProgressBar bar) {
        bar.previewing();
        Preview preview = store.preview(input, options.syncOptions(), options.changes());
        bar.close();
        if (options.isJson()) {
            json.dryRun(preview);
        } else {
            report(output.out()).dryRun(preview);
        }
        rejects.ifPresent(file -> file.writeReported(preview.report(), output));
        return code(preview.refusals());
    }

    private ReportText report(PrintStream out) {
        return new ReportText(output, out, "load", options.isStrict(), options.requiresControlTotals());
    }

    private int code(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return ExitCode.DONE;
        }
        boolean rejections =
                refusals.stream().anyMatch(refusal -> refusal.reason() == Refusal.Reason.TOO_MANY_REJECTIONS);
        return rejections && options.isStrict() ? ExitCode.REJECTIONS : ExitCode.REFUSED;
    }
}
