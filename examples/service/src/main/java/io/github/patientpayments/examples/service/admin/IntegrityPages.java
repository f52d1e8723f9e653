package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.ErasureKeyException;
import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreStatus;
import io.github.patientpayments.examples.common.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the store is consistent, and erasures. */
final class IntegrityPages implements Section {

    private static final String PATH = "/admin/integrity";
    private static final int LISTED = 100;

    private final PatientPaymentStore store;
    private final Times times;
    private final ReentrantLock verifying = new ReentrantLock();
    private volatile @Nullable Verification last;

    IntegrityPages(PatientPaymentStore store, Times times) {
        this.store = store;
        this.times = times;
    }

    /** What a verification has found. */
    private record Verification(Instant time, Duration duration, IntegrityReport report) {}

    @Override
    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.page(PATH, this::show),
                AdminRoute.action(PATH + "/verify", this::verify),
                AdminRoute.adminAction(PATH + "/erase", this::erase),
                AdminRoute.adminAction(PATH + "/unsuppress", this::unsuppress));
    }

    /** A kind of deviation, or a deviation by the internal id of its record. */
    record Finding(String kind, String number) {}

    /** The last verification. */
    record Verified(
            Badge badge, Times.Shown time, String duration, boolean clean, List<Finding> kinds, List<Finding> first) {}

    /** The page. */
    record Model(Optional<Verified> verified, int schemaVersion, String suppressed, Optional<Times.Shown> horizon) {}

    private AdminResponse show(Visit visit) {
        StoreStatus status = store.status();
        Model model = new Model(
                Optional.ofNullable(last).map(this::verified),
                status.schemaVersion(),
                Numbers.of(status.suppressedPatients()),
                status.historyHorizon().map(times::shown));
        return visit.page(Tab.INTEGRITY, "Integrity", "integrity", model);
    }

    private Verified verified(Verification verification) {
        IntegrityReport report = verification.report();
        boolean clean = report.isConsistent();
        return new Verified(
                clean ? new Badge(Tone.GOOD, "Consistent") : new Badge(Tone.BAD, "Deviations"),
                times.shown(verification.time()),
                Times.precise(verification.duration()),
                clean,
                report.counts().entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(entry -> new Finding(Words.of(entry.getKey()), Numbers.of(entry.getValue())))
                        .toList(),
                report.deviations().stream()
                        .limit(LISTED)
                        .map(deviation -> new Finding(Words.of(deviation.kind()), String.valueOf(deviation.id())))
                        .toList());
    }

    /** One at a time: each reads the whole store. */
    private AdminResponse verify(Visit visit) {
        if (!verifying.tryLock()) {
            return visit.redirect(PATH, Notice.failure("A verification is running already. Reload the page later."));
        }
        try {
            Instant begun = times.now();
            IntegrityReport report = store.verifyIntegrity();
            Verification verification = new Verification(begun, Duration.between(begun, times.now()), report);
            last = verification;
            visit.log("verify", report.isConsistent() ? "consistent" : "deviations");
            return visit.redirect(
                    PATH,
                    report.isConsistent()
                            ? Notice.success("The store is consistent.")
                            : Notice.failure("The store has deviations: see below."));
        } finally {
            verifying.unlock();
        }
    }

    private AdminResponse erase(Visit visit) {
        String id = confirmedId(visit);
        String object = store.patient(id)
                .map(Patient::id)
                .map(each -> "patient " + each)
                .orElse("patient unknown");
        ErasureReport report = withKey(() -> store.erase(id));
        visit.log("erase", object + " by run " + report.runNumber());
        return visit.redirect(
                PATH,
                Notice.success("Erased in run " + report.runNumber() + ": "
                        + Numbers.of(report.patients(), "patient", "patients") + ", "
                        + Numbers.of(report.payments(), "payment", "payments") + ", "
                        + Numbers.of(report.versions(), "version", "versions") + " and "
                        + Numbers.of(report.rejections(), "rejection", "rejections") + "."));
    }

    private AdminResponse unsuppress(Visit visit) {
        String id = confirmedId(visit);
        boolean wasErased = withKey(() -> store.unsuppress(id));
        visit.log("unsuppress", wasErased ? "patient erased before" : "patient not erased");
        return visit.redirect(
                PATH,
                wasErased
                        ? Notice.success("The suppression is lifted: the next snapshot brings the patient back.")
                        : Notice.failure("Nothing was done: no patient with this id was erased."));
    }

    /** The id that was typed twice. It is not repeated in any message. */
    private static String confirmedId(Visit visit) {
        String id = visit.request().form().getOrDefault("id", "");
        if (id.isBlank() || !id.equals(visit.request().form().get("again"))) {
            throw AdminProblem.badRequest(
                    "The id must be typed twice in the same way. Go back and type it again. Nothing was changed.");
        }
        return id;
    }

    private static <T> T withKey(Supplier<T> work) {
        try {
            return work.get();
        } catch (ErasureKeyException e) {
            throw new AdminProblem(
                    409,
                    "The erasure key is missing",
                    "Start the service with --erasure-key-file, and with all the keys that patients were erased with."
                            + " Nothing was changed.");
        }
    }
}
