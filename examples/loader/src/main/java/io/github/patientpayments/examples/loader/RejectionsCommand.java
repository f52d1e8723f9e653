package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists rejections. */
@Command(
        name = "rejections",
        description = "Lists the records that a run rejected, with their faults.",
        footer = {
            "",
            "Examples:",
            "  patient-payments rejections",
            "  patient-payments rejections --run 42 --limit 1000 --json"
        })
final class RejectionsCommand extends QueryCommand {

    @Option(names = "--run", paramLabel = "N", description = "The number of the run. Default: the last run.")
    private @Nullable Long run;

    @Mixin
    private PageOptions paging;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        if (run != null && store.syncRun(run).isEmpty()) {
            throw new IllegalArgumentException("There is no run " + run + ": runs lists the last ones");
        }
        Page<Rejection> page = store.rejections(run == null ? last(store) : run, paging.of(PageRequest.first()));
        page(page, StoreJson::rejection, RejectionTable::of);
        return ExitCode.DONE;
    }

    /** No run has the number 0. */
    private static long last(PatientPaymentStore store) {
        List<SyncRun> runs = store.syncRuns(1);
        return runs.isEmpty() ? 0 : runs.get(0).number();
    }
}
