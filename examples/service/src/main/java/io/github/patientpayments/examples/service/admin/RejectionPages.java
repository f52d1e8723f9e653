package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was rejected, grouped by fault, and a list of it for the vendor of the other system. */
final class RejectionPages implements Section {

    /** More of them have one reason, and a body is made in memory. */
    private static final int MOST_LINES = 100_000;

    private static final int RUNS = 300;

    private final PatientPaymentStore store;
    private final Times times;
    private final RejectionHistory history;

    RejectionPages(PatientPaymentStore store, Times times) {
        this.store = store;
        this.times = times;
        this.history = new RejectionHistory(store);
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.page("/admin/rejections", this::show),
                AdminRoute.page("/admin/rejections/{run}", this::download));
    }

    /** Records of a type that have the same fault. */
    record GroupRow(
            String field,
            String code,
            String sentence,
            boolean fresh,
            String count,
            String share,
            Times.Shown since,
            String lasting) {}

    /** The rejections of a type in the last sync that had records of it. */
    record Part(String type, RunRow run, String rejected, boolean none, String csv, List<GroupRow> groups) {}

    /**
     * The page.
     *
     * @param run the run that was asked for; empty for the last ones
     */
    record Model(List<Part> parts, boolean empty, Optional<Long> run) {}

    private AdminResponse show(Visit visit) {
        Optional<Long> asked = visit.request().parameter("run").map(AdminRequest::number);
        List<SyncRun> runs = asked.map(this::upTo).orElseGet(() -> store.syncRuns(RUNS));
        List<Part> parts = new ArrayList<>();
        for (RecordType type : RecordType.values()) {
            Optional<SyncRun> last = runs.stream()
                    .filter(run -> RejectionHistory.hasRead(run, type))
                    .findFirst()
                    .filter(run -> asked.isEmpty() || run.number() == asked.get());
            last.ifPresent(run -> parts.add(part(type, run, runs)));
        }
        return visit.page(Tab.REJECTIONS, "Rejections", "rejections", new Model(parts, parts.isEmpty(), asked));
    }

    /** A run and those before it, of which the log has the last ones at once. */
    private List<SyncRun> upTo(long run) {
        if (store.syncRun(run).isEmpty()) {
            throw AdminProblem.notFound();
        }
        List<SyncRun> last = store.syncRuns(PageRequest.MAX_LIMIT).stream()
                .filter(each -> each.number() <= run)
                .toList();
        return last.isEmpty() ? store.syncRun(run).stream().toList() : last;
    }

    private Part part(RecordType type, SyncRun run, List<SyncRun> runs) {
        long read = RejectionHistory.counts(run, type).read();
        long rejected = RejectionHistory.counts(run, type).rejected();
        List<GroupRow> groups =
                history.of(type, runs).stream().map(group -> row(group, read)).toList();
        String name = type == RecordType.PATIENT ? "Patients" : "Payments";
        return new Part(
                name,
                RunRow.of(run, times),
                Numbers.of(rejected) + " of " + Numbers.of(read, "record", "records"),
                rejected == 0,
                "/admin/rejections/" + run.number(),
                groups);
    }

    private GroupRow row(RejectionHistory.Group group, long read) {
        Duration lasting = Duration.between(group.since(), times.now());
        String words = (group.more() ? "for more than " : "for ") + Times.roughly(lasting);
        return new GroupRow(
                group.fault().field(),
                Words.of(group.fault().code()),
                sentence(group.fault()),
                group.isNew(),
                Numbers.of(group.count()),
                Numbers.share(group.count(), read),
                times.shown(group.since()),
                group.isNew() ? "in the last sync" : words);
    }

    /** The message of an unknown patient is that of a form. */
    private static String sentence(Rejection.Fault fault) {
        return fault.code() == Rejection.Code.UNKNOWN_PATIENT
                ? "There is no live patient with this id"
                : fault.message();
    }

    private AdminResponse download(Visit visit) {
        long run = visit.request().number();
        StringBuilder csv =
                new StringBuilder("run,record_type,position,line,external_id,patient_external_id,field,code\r\n");
        PageRequest.first().limit(PageRequest.MAX_LIMIT).stream(page -> store.rejections(run, page))
                .limit(MOST_LINES)
                .forEach(rejection -> lines(csv, run, rejection));
        visit.log("download-rejections", "run " + run);
        return AdminResponse.file("rejections-of-run-" + run + ".csv", "text/csv; charset=utf-8", csv.toString());
    }

    private static void lines(StringBuilder csv, long run, Rejection rejection) {
        for (Rejection.Fault fault : rejection.faults()) {
            csv.append(CsvCells.line(
                    String.valueOf(run),
                    Words.of(rejection.recordType()),
                    String.valueOf(rejection.position()),
                    rejection.line().isPresent()
                            ? String.valueOf(rejection.line().getAsLong())
                            : "",
                    rejection.externalId().orElse(""),
                    rejection.patientExternalId().orElse(""),
                    fault.field(),
                    Words.of(fault.code())));
        }
    }
}
