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
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One load, from the files to the exit code. */
final class Loading {

    private static final int MIGRATING_CONNECTIONS = 2;

    private final LoadOptions options;
    private final StoreOptions database;
    private final Screen screen;

    Loading(LoadOptions options, StoreOptions database, Screen screen) {
        this.options = options;
        this.database = database;
        this.screen = screen;
    }

    /** Whatever is wrong with the files or the options is found before the database is touched. */
    int load(Inputs inputs) throws SQLException {
        options.check();
        if (options.rejects().filter(inputs::contain).isPresent()) {
            throw new IllegalArgumentException("--rejects would overwrite the input");
        }
        SyncInput delivery = options.delivery(inputs);
        boolean animated = options.progress().decide(screen.isAnimated());
        Optional<RejectsFile> rejects = options.rejects().map(RejectsFile::create);
        try (HikariDataSource pool = CommandPool.open(database, MIGRATING_CONNECTIONS);
                ProgressBar bar = new ProgressBar(screen.err(), animated, inputs.size())) {
            PatientPaymentStore.Builder builder =
                    database.store(pool).guard(options.guard()).listener(bar);
            rejects.ifPresent(file -> builder.maxStoredRejections(StoredRejections.CAPACITY));
            PatientPaymentStore store = builder.build();
            database.migrate(store, options.migrates());
            return options.isDryRun() ? preview(store, delivery, rejects, bar) : sync(store, delivery, rejects);
        } finally {
            rejects.ifPresent(RejectsFile::close);
        }
    }

    private int sync(PatientPaymentStore store, SyncInput delivery, Optional<RejectsFile> rejects) {
        try {
            SyncReport report = store.sync(delivery, options.syncOptions());
            AppliedRun run = AppliedRun.of(report);
            try {
                new ReportText(screen, screen.out()).applied(report);
                rejects.ifPresent(file -> file.writeAll(store, report, screen));
            } finally {
                run.told();
            }
            return ExitCode.DONE;
        } catch (SnapshotRefusedException e) {
            new ReportText(screen, screen.err()).refused(e.report(), e.refusals());
            rejects.ifPresent(file -> file.writeAll(store, e.report(), screen));
            return code(e.refusals());
        }
    }

    private int preview(PatientPaymentStore store, SyncInput delivery, Optional<RejectsFile> rejects, ProgressBar bar) {
        bar.trying();
        Preview preview = store.preview(delivery, options.syncOptions(), options.changes());
        bar.close();
        new ReportText(screen, screen.out()).previewed(preview);
        rejects.ifPresent(file -> file.writeReported(preview.report(), screen));
        return code(preview.refusals());
    }

    /** Only --strict refuses for this reason. */
    private static int code(List<Refusal> refusals) {
        if (refusals.isEmpty()) {
            return ExitCode.DONE;
        }
        boolean strict = refusals.stream().anyMatch(refusal -> refusal.reason() == Refusal.Reason.TOO_MANY_REJECTIONS);
        return strict ? ExitCode.REJECTIONS : ExitCode.REFUSED;
    }
}
