package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.util.List;

/** What a run did to the records of one type, or would have done; {@code {{>counttable}}} shows the rows. */
record CountRow(
        String set,
        String read,
        String inserted,
        String changed,
        String unchanged,
        String gone,
        String rejected,
        String withheld) {

    static List<CountRow> of(SyncRun run) {
        return List.of(of("Patients", run.patients()), of("Payments", run.payments()));
    }

    private static CountRow of(String set, SyncCounts counts) {
        return new CountRow(
                set,
                Numbers.of(counts.read()),
                Numbers.of(counts.inserted() + counts.restored()),
                Numbers.of(counts.updated()),
                Numbers.of(counts.unchanged()),
                Numbers.of(counts.deleted()),
                Numbers.of(counts.rejected()),
                Numbers.of(counts.withheld()));
    }
}
