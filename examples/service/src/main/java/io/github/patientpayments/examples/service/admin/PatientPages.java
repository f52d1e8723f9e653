package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The page of one patient, now or at the end of a day. Its address has the store's own id alone. */
final class PatientPages implements Section {

    private static final int LAST_YEAR = 9999;

    private final PatientPaymentStore store;
    private final Times times;

    PatientPages(PatientPaymentStore store, Times times) {
        this.store = store;
        this.times = times;
    }

    @Override
    public List<AdminRoute> routes() {
        return List.of(AdminRoute.page("/admin/patients/{id}", this::show));
    }

    static String path(long id) {
        return "/admin/patients/" + id;
    }

    /**
     * The page.
     *
     * @param at the day at whose end it shows the patient; empty for now
     * @param there whether the patient was there then
     */
    record Model(
            String path,
            Optional<String> at,
            String today,
            boolean there,
            String name,
            Optional<Badge> gone,
            List<HeldModel.Fact> facts,
            PaymentList payments,
            Timeline timeline) {}

    private AdminResponse show(Visit visit) {
        long id = visit.request().number();
        Optional<LocalDate> at = visit.request().parameter("at").map(PatientPages::day);
        Patient now = find(store, id).items().stream().findFirst().orElseThrow(AdminProblem::notFound);
        visit.log("look", "patient " + id);
        try {
            return page(visit, now, at);
        } catch (HistoryPurgedException e) {
            throw new AdminProblem(
                    410, "That part of the history was purged", "Choose a later day. " + e.getMessage() + ".");
        }
    }

    private AdminResponse page(Visit visit, Patient now, Optional<LocalDate> at) {
        Mirror mirror = at.map(times::endOf).map(store.history()::asOf).orElse(store);
        PaymentList payments = PaymentList.of(mirror, now, at, visit.request());
        Patient shown = payments.patient().orElse(now);
        Model model = new Model(
                path(now.id()),
                at.map(LocalDate::toString),
                times.now().atZone(times.zone()).toLocalDate().toString(),
                payments.patient().isPresent(),
                name(shown),
                shown.deletedAt()
                        .map(time -> new Badge(
                                Tone.BAD, "Gone since " + times.shown(time).text())),
                facts(shown),
                payments,
                Timeline.of(store, now, at.map(times::endOf), times));
        return visit.page(Tab.PATIENTS, "Patient " + now.id(), "patient", model);
    }

    static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 0 && day.getYear() <= LAST_YEAR) {
                return day;
            }
        } catch (DateTimeException e) {
            // Like one of another millennium.
        }
        throw AdminProblem.badRequest("A day must be a date, such as 2026-12-31.");
    }

    /** A page of one patient, live or deleted, or of none. */
    static Page<Patient> find(Mirror mirror, long id) {
        PatientFilter filter =
                PatientFilter.builder().ids(List.of(id)).includeDeleted().build();
        return mirror.patients(filter, PageRequest.by(PatientSort.ID).limit(1));
    }

    static String name(Patient patient) {
        return patient.lastName() + ", " + patient.firstName()
                + patient.middleName().map(middle -> " " + middle).orElse("");
    }

    private List<HeldModel.Fact> facts(Patient patient) {
        return List.of(
                new HeldModel.Fact("External id", patient.externalId()),
                new HeldModel.Fact(
                        "Date of birth",
                        patient.dateOfBirth().map(LocalDate::toString).orElse("Unknown")),
                new HeldModel.Fact("Total", Numbers.of(patient.paymentTotal())),
                new HeldModel.Fact("Payments", Numbers.of(patient.paymentCount())),
                new HeldModel.Fact(
                        "First seen", times.shown(patient.createdAt()).text()),
                new HeldModel.Fact(
                        "Last changed", times.shown(patient.updatedAt()).text()));
    }
}
