package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.StoredRejections;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        long number = run == null ? last(store) : run;
        Page<Rejection> page = store.rejections(number, paging.of(PageRequest.first()));
        page(page, StoreJson::rejection, items -> RejectionTable.of(items, rejectedPatients(store, number, items)));
        return ExitCode.DONE;
    }

    /** Which patients of these payments the same run rejected. They may be on another page. */
    private static Set<String> rejectedPatients(PatientPaymentStore store, long run, List<Rejection> items) {
        Set<String> wanted = items.stream()
                .filter(item -> item.faults().stream().anyMatch(RejectionTable::isPatientUnknown))
                .flatMap(item -> item.patientExternalId().stream())
                .collect(Collectors.toSet());
        Set<String> found = new HashSet<>();
        Iterator<Rejection> all = wanted.isEmpty() ? Collections.emptyIterator() : StoredRejections.of(store, run);
        while (all.hasNext()) {
            Rejection next = all.next();
            if (next.recordType() != RecordType.PATIENT) {
                return found; // patients come first
            }
            next.externalId().filter(wanted::contains).ifPresent(found::add);
        }
        return found;
    }

    /** No run has the number 0. */
    private static long last(PatientPaymentStore store) {
        List<SyncRun> runs = store.syncRuns(1);
        return runs.isEmpty() ? 0 : runs.get(0).number();
    }
}
