package io.github.patientpayments.examples.common;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store's answers as JSON, the same from every program: names in camel case, as in the files that come in; times in
 * ISO 8601; amounts as strings, since most programs read a JSON number as a float. Each method writes one object as an
 * element, or the fields of one where it says so.
 */
public final class StoreJson {

    private StoreJson() {}

    /** Writes an object. */
    @FunctionalInterface
    public interface Writer<T> {

        /** Writes it as an element. */
        void write(Json json, T item) throws IOException;
    }

    /** The original's fields first, then what it did not have. */
    public static void patient(Json json, Patient patient) throws IOException {
        json.object();
        patientFields(json, patient);
        json.text("middleName", patient.middleName())
                .text("paymentTotal", patient.paymentTotal())
                .number("paymentCount", patient.paymentCount());
        times(json, patient.createdAt(), patient.updatedAt(), patient.deletedAt());
        json.end();
    }

    /** The five fields by which the original names a patient, into an object that is open. */
    public static void patientFields(Json json, Patient patient) throws IOException {
        json.number("id", patient.id())
                .text("lastName", patient.lastName())
                .text("firstName", patient.firstName())
                .text("dateOfBirth", patient.dateOfBirth())
                .text("externalId", patient.externalId());
    }

    /** One payment. */
    public static void payment(Json json, Payment payment) throws IOException {
        json.object()
                .number("id", payment.id())
                .text("amount", payment.amount())
                .text("patientId", payment.patientExternalId())
                .text("externalId", payment.externalId())
                .text("paidOn", payment.paidOn());
        times(json, payment.createdAt(), payment.updatedAt(), payment.deletedAt());
        json.end();
    }

    private static void times(Json json, Object created, Object updated, Optional<?> deleted) throws IOException {
        json.text("created", created).text("updated", updated);
        if (deleted.isPresent()) {
            json.text("deleted", deleted);
        }
    }

    /** Totals, with null for what does not exist without payments. */
    public static void totals(Json json, PaymentTotals totals) throws IOException {
        totalsFields(json.object(), totals);
        json.end();
    }

    /** Totals of periods, as an element: an object, whose items have null for the days of payments without a date. */
    public static void periods(Json json, List<PeriodTotals> periods) throws IOException {
        json.object().array("items");
        for (PeriodTotals period : periods) {
            json.object().text("from", period.from()).text("until", period.until());
            totalsFields(json, period.totals());
            json.end();
        }
        json.end().end();
    }

    private static void totalsFields(Json json, PaymentTotals totals) throws IOException {
        json.number("patients", totals.patients())
                .number("payments", totals.payments())
                .text("sum", totals.sum())
                .text("min", totals.min())
                .text("max", totals.max())
                .text("mean", totals.mean());
    }

    /** A run of the log, or what a refused one would have done. */
    public static void run(Json json, SyncRun run) throws IOException {
        runFields(json.object(), run);
        json.end();
    }

    /** A run with what is known of it only at its end. */
    public static void report(Json json, SyncReport report) throws IOException {
        runFields(json.object(), report);
        json.object("rejectedWithPatients")
                .number("payments", report.paymentsRejectedWithPatients())
                .text("amount", report.amountRejectedWithPatients())
                .end()
                .number("unknownDeletions", report.unknownDeletions())
                .end();
    }

    private static void runFields(Json json, SyncRun run) throws IOException {
        json.number("run", run.number())
                .text("attempt", run.attempt())
                .text("kind", run.kind())
                .text("status", run.status())
                .text("time", run.time())
                .text("duration", run.duration())
                .text("exportedAt", run.exportedAt())
                .number(
                        "revertedTo",
                        run.revertedTo().isPresent() ? run.revertedTo().getAsLong() : null)
                .text("note", run.note())
                .array("refusedFor");
        for (Refusal.Reason reason : run.refusedFor()) {
            json.element(reason);
        }
        json.end();
        counts(json.object("patients"), run.patients());
        counts(json.object("payments"), run.payments());
    }

    /** What a run would do, and the run that it is based on. */
    public static void preview(Json json, Preview preview) throws IOException {
        json.object().number("baseRun", preview.baseRun()).field("report");
        run(json, preview.report());
        changes(json, preview.changes());
        json.end();
    }

    /** The field with the changes of a preview, into an object that is open. */
    public static void changes(Json json, List<Change> changes) throws IOException {
        json.array("changes");
        for (Change change : changes) {
            change(json, change);
        }
        json.end();
    }

    private static void counts(Json json, SyncCounts counts) throws IOException {
        json.flag("fullSet", counts.isFullSet())
                .text("paidFrom", counts.paidFrom())
                .number("read", counts.read())
                .number("inserted", counts.inserted())
                .number("updated", counts.updated())
                .number("unchanged", counts.unchanged())
                .number("restored", counts.restored())
                .number("deleted", counts.deleted())
                .number("cascaded", counts.cascaded())
                .number("rejected", counts.rejected())
                .number("retained", counts.retained())
                .number("collapsed", counts.collapsed())
                .number("withheld", counts.withheld())
                .number("suppressed", counts.suppressed())
                .number("filtered", counts.filtered())
                .end();
    }

    /** A record that was not taken, and every fault of it. */
    public static void rejection(Json json, Rejection rejection) throws IOException {
        json.object()
                .text("recordType", rejection.recordType())
                .number("position", rejection.position())
                .number("line", line(rejection))
                .text("externalId", rejection.externalId())
                .text("patientId", rejection.patientExternalId())
                .array("faults");
        for (Rejection.Fault fault : rejection.faults()) {
            json.object()
                    .text("field", fault.field())
                    .text("code", fault.code())
                    .text("message", fault.message())
                    .end();
        }
        json.end().end();
    }

    /** Null if it has none. */
    public static @Nullable Long line(Rejection rejection) {
        return rejection.line().isPresent() ? (Long) rejection.line().getAsLong() : null;
    }

    /** Why a delivery was not taken. */
    public static void refusal(Json json, Refusal refusal) throws IOException {
        json.object()
                .text("reason", refusal.reason())
                .text("message", refusal.message())
                .end();
    }

    /**
     * The fields of a page of the feed, into an object that is open. The cursor is there at the end too: the feed goes
     * on.
     */
    public static void changes(Json json, ChangePage page) throws IOException {
        json.array("items");
        for (Change change : page.changes()) {
            change(json, change);
        }
        json.end().text("next", page.next()).flag("more", page.hasMore());
    }

    /** An event of the feed: what is different, and the whole record before and after. */
    private static void change(Json json, Change change) throws IOException {
        json.object()
                .number("run", change.runNumber())
                .text("time", change.time())
                .text("kind", change.kind())
                .text("recordType", change.recordType())
                .number("id", change.id())
                .text("externalId", change.externalId())
                .array("fields");
        for (FieldChange field : change.fields()) {
            json.object()
                    .text("field", field.field())
                    .text("old", field.oldValue())
                    .text("new", field.newValue())
                    .end();
        }
        json.end();
        if (change instanceof PatientChange patient) {
            content(json, "before", patient.before(), StoreJson::content);
            content(json, "after", patient.after(), StoreJson::content);
        } else if (change instanceof PaymentChange payment) {
            content(json, "before", payment.before(), StoreJson::content);
            content(json, "after", payment.after(), StoreJson::content);
        }
        json.end();
    }

    /** The version of a patient. */
    public static void patientVersion(Json json, Version<PatientData> version) throws IOException {
        version(json, version, StoreJson::content);
    }

    /** The version of a payment. */
    public static void paymentVersion(Json json, Version<PaymentData> version) throws IOException {
        version(json, version, StoreJson::content);
    }

    private static <T> void version(Json json, Version<T> version, Writer<T> fields) throws IOException {
        json.object()
                .number("fromRun", version.fromRun())
                .text("from", version.from())
                .number("toRun", version.toRun().isPresent() ? version.toRun().getAsLong() : null)
                .text("to", version.to())
                .flag("deleted", version.isDeleted());
        content(json, "content", Optional.of(version.content()), fields);
        json.end();
    }

    private static <T> void content(Json json, String field, Optional<T> content, Writer<T> fields) throws IOException {
        if (content.isEmpty()) {
            json.text(field, null);
        } else {
            json.object(field);
            fields.write(json, content.get());
            json.end();
        }
    }

    private static void content(Json json, PatientData patient) throws IOException {
        json.text("externalId", patient.externalId())
                .text("firstName", patient.firstName())
                .text("lastName", patient.lastName())
                .text("middleName", patient.middleName())
                .text("dateOfBirth", patient.dateOfBirth());
    }

    private static void content(Json json, PaymentData payment) throws IOException {
        json.text("externalId", payment.externalId())
                .text("patientId", payment.patientExternalId())
                .text("amount", payment.amount())
                .text("paidOn", payment.paidOn());
    }

    /** What was found to be wrong with the store, by kind and internal id. */
    public static void integrity(Json json, IntegrityReport report) throws IOException {
        json.object().flag("sound", report.isConsistent()).object("counts");
        for (Map.Entry<IntegrityReport.Kind, Long> count : report.counts().entrySet()) {
            json.number(count.getKey().name(), count.getValue());
        }
        json.end().array("deviations");
        for (IntegrityReport.Deviation deviation : report.deviations()) {
            json.object()
                    .text("kind", deviation.kind())
                    .number("id", deviation.id())
                    .end();
        }
        json.end().end();
    }
}
