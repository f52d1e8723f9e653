package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.SyncRun;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds patients. A name and an id of the other system are sent in the body of a form, so that no address has them; the
 * addresses of all other searches can be shared.
 */
final class FindPages implements Section {

    private static final int PER_PAGE = 50;

    private final PatientPaymentStore store;
    private final Times times;

    FindPages(PatientPaymentStore store, Times times) {
        this.store = store;
        this.times = times;
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(
                AdminRoute.page("/admin/patients", this::list),
                AdminRoute.page("/admin/patients/changes", this::changes),
                AdminRoute.action("/admin/patients/by-name", this::byName),
                AdminRoute.action("/admin/patients/by-id", this::byId));
    }

    /** A patient in a list. */
    record Row(String path, String name, Optional<Badge> gone, String born, String payments, String total) {

        static Row of(Patient patient) {
            return new Row(
                    PatientPages.path(patient.id()),
                    PatientPages.name(patient),
                    patient.deletedAt().map(time -> new Badge(Tone.BAD, "Gone")),
                    patient.dateOfBirth().map(LocalDate::toString).orElse("–"),
                    Numbers.of(patient.paymentCount()),
                    Numbers.of(patient.paymentTotal()));
        }
    }

    /**
     * The page.
     *
     * @param byName whether it lists patients by a name
     * @param next the address of the next page; empty if there is none, or if it is one of a search by name
     * @param cursor of the next page of a search by name
     */
    record Model(
            FindForm form,
            List<Row> rows,
            boolean none,
            boolean moved,
            boolean byName,
            Optional<String> next,
            Optional<String> cursor,
            Optional<String> first) {}

    private AdminResponse list(Visit visit) {
        FindForm form = FindForm.of(visit.request());
        PageRequest<PatientSort> request = form.request().limit(PER_PAGE);
        Optional<String> cursor = visit.request().parameter("after");
        Page<Patient> page =
                store.patients(form.filter(), cursor.map(request::after).orElse(request));
        visit.log("find", "patients");
        Model model = new Model(
                form,
                page.items().stream().map(Row::of).toList(),
                page.items().isEmpty(),
                page.hasMoved(),
                false,
                page.next().map(form::pathAfter),
                Optional.empty(),
                cursor.map(after -> form.path()));
        return visit.page(Tab.PATIENTS, "Patients", "patients", model);
    }

    private AdminResponse byName(Visit visit) {
        String name = visit.request().field("name");
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.NAME).limit(PER_PAGE);
        Optional<String> cursor = Optional.of(visit.request().field("after")).filter(after -> !after.isEmpty());
        PatientFilter filter =
                PatientFilter.builder().nameStartsWith(name).includeDeleted().build();
        Page<Patient> page = store.patients(filter, cursor.map(request::after).orElse(request));
        visit.log("find-by-name", "patients");
        Model model = new Model(
                FindForm.named(name),
                page.items().stream().map(Row::of).toList(),
                page.items().isEmpty(),
                page.hasMoved(),
                true,
                Optional.empty(),
                page.next(),
                Optional.empty());
        return visit.page(Tab.PATIENTS, "Patients", "patients", model);
    }

    /** Goes to the page of the patient with an id of the other system, or with a payment of that id. */
    private AdminResponse byId(Visit visit) {
        String id = visit.request().field("id");
        Optional<Long> patient = patient(id).or(() -> store.payment(id).map(Payment::patientId));
        visit.log("find-by-id", patient.map(found -> "patient " + found).orElse("none"));
        return patient.map(found -> AdminResponse.redirect(PatientPages.path(found)))
                .orElseGet(() ->
                        visit.redirect("/admin/patients", Notice.failure("No patient and no payment has this id.")));
    }

    private Optional<Long> patient(String externalId) {
        PatientFilter filter = PatientFilter.builder()
                .externalIds(List.of(externalId))
                .includeDeleted()
                .build();
        return store.patients(filter, PageRequest.by(PatientSort.ID).limit(1)).items().stream()
                .findFirst()
                .map(Patient::id);
    }

    /** What has changed since a day. */
    record ChangesModel(String since, List<ChangeRow> changes, boolean none, Optional<String> next) {}

    private AdminResponse changes(Visit visit) {
        LocalDate since = visit.request()
                .parameter("since")
                .map(PatientPages::day)
                .orElseThrow(() -> AdminProblem.badRequest("Choose a day."));
        String cursor = visit.request()
                .parameter("after")
                .orElseGet(() -> store.history()
                        .cursorAfter(runBefore(since.atStartOfDay(times.zone()).toInstant())));
        try {
            ChangePage page = store.history().changes(cursor, PER_PAGE);
            visit.log("find", "changes");
            String next = "/admin/patients/changes?since=" + since + "&after=" + FindForm.encoded(page.next());
            ChangesModel model = new ChangesModel(
                    since.toString(),
                    rows(page.changes()),
                    page.changes().isEmpty(),
                    Optional.of(next).filter(link -> page.hasMore()));
            return visit.page(Tab.PATIENTS, "Changes since " + since, "changes", model);
        } catch (HistoryPurgedException e) {
            throw new AdminProblem(410, "That part of the history was purged", "Choose a later day.");
        }
    }

    private List<ChangeRow> rows(List<Change> changes) {
        Map<String, Long> payers = payers(changes);
        return changes.stream()
                .map(change -> ChangeRow.of(change, true).at(link(change, payers)))
                .toList();
    }

    private static Optional<String> link(Change change, Map<String, Long> payers) {
        return change.recordType() == RecordType.PATIENT
                ? Optional.of(PatientPages.path(change.id())).filter(path -> change.kind() != Change.Kind.ERASED)
                : payer(change).map(payers::get).map(PatientPages::path);
    }

    /** The store's ids of the patients whose payments have changed, looked up at once. */
    private Map<String, Long> payers(List<Change> changes) {
        List<String> named = changes.stream()
                .flatMap(change -> payer(change).stream())
                .distinct()
                .toList();
        PatientFilter filter =
                PatientFilter.builder().externalIds(named).includeDeleted().build();
        return store.patients(filter, PageRequest.by(PatientSort.ID).limit(PER_PAGE)).items().stream()
                .collect(Collectors.toMap(Patient::externalId, Patient::id));
    }

    /** The patient that a payment belongs to, or belonged to before it was deleted. */
    private static Optional<String> payer(Change change) {
        return change instanceof PaymentChange payment
                ? payment.after().or(payment::before).flatMap(PaymentData::patientExternalId)
                : Optional.empty();
    }

    /** The last run before a time; 0 if there is none. Times are stored in whole microseconds. */
    private long runBefore(Instant time) {
        return store.syncRunAt(time.minus(1, ChronoUnit.MICROS))
                .map(SyncRun::number)
                .orElse(0L);
    }
}
