package io.github.patientpayments.testing;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What differs between a store and the records that are expected in it: ids and names of fields, no values. */
final class Differences {

    private final int most;
    private final List<String> shown = new ArrayList<>();
    private long count;

    private Differences(int most) {
        this.most = most;
    }

    static Differences of(
            PatientPaymentStore store, Iterable<PatientData> patients, Iterable<PaymentData> payments, int most) {
        Differences differences = new Differences(most);
        differences.addPatients(
                store, byId(RecordType.PATIENT, patients, PatientData::externalId, PatientData::isDeletion));
        differences.addPayments(
                store, byId(RecordType.PAYMENT, payments, PaymentData::externalId, PaymentData::isDeletion));
        return differences;
    }

    long count() {
        return count;
    }

    /** The first ones. */
    List<String> shown() {
        return shown;
    }

    private static <T> Map<String, T> byId(
            RecordType type, Iterable<T> records, Function<T, Optional<String>> id, Function<T, Boolean> isDeletion) {
        Map<String, T> byId = new LinkedHashMap<>();
        for (T expected : records) {
            String externalId = id.apply(expected)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "An expected " + name(type) + " has no external id: a store can't have it"));
            if (isDeletion.apply(expected)) {
                throw new IllegalArgumentException(
                        "The expected " + name(type) + " " + externalId + " is a deletion: leave it out");
            }
            if (byId.put(externalId, expected) != null) {
                throw new IllegalArgumentException(
                        "The expected " + name(type) + " " + externalId + " is there twice: a store has it once");
            }
        }
        return byId;
    }

    private static String name(RecordType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void addPatients(PatientPaymentStore store, Map<String, PatientData> expected) {
        Stream<Patient> stored = PageRequest.by(PatientSort.ID).limit(PageRequest.MAX_LIMIT).stream(
                page -> store.patients(PatientFilter.all(), page));
        stored.forEach(patient -> {
            PatientData data = expected.remove(patient.externalId());
            add(RecordType.PATIENT, patient.externalId(), data == null ? null : fields(data, patient));
        });
        addMissing(RecordType.PATIENT, expected);
    }

    private void addPayments(PatientPaymentStore store, Map<String, PaymentData> expected) {
        Stream<Payment> stored = PageRequest.by(PaymentSort.ID).limit(PageRequest.MAX_LIMIT).stream(
                page -> store.payments(PaymentFilter.all(), page));
        stored.forEach(payment -> {
            PaymentData data = expected.remove(payment.externalId());
            add(RecordType.PAYMENT, payment.externalId(), data == null ? null : fields(data, payment));
        });
        addMissing(RecordType.PAYMENT, expected);
    }

    private static List<String> fields(PatientData expected, Patient stored) {
        return different(List.of(
                field("firstName", kept(expected.firstName()).equals(Optional.of(stored.firstName()))),
                field("middleName", kept(expected.middleName()).equals(stored.middleName())),
                field("lastName", kept(expected.lastName()).equals(Optional.of(stored.lastName()))),
                field("dateOfBirth", expected.dateOfBirth().equals(stored.dateOfBirth()))));
    }

    private static List<String> fields(PaymentData expected, Payment stored) {
        return different(List.of(
                field(
                        "patientExternalId",
                        expected.patientExternalId().equals(Optional.of(stored.patientExternalId()))),
                field(
                        "amount",
                        expected.amount()
                                .filter(amount -> amount.compareTo(stored.amount()) == 0)
                                .isPresent()),
                field("paidOn", expected.paidOn().equals(stored.paidOn()))));
    }

    /** As a store keeps it. */
    private static Optional<String> kept(Optional<String> name) {
        return name.map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<String> field(String name, boolean same) {
        return same ? Optional.empty() : Optional.of(name);
    }

    private static List<String> different(List<Optional<String>> fields) {
        return fields.stream().flatMap(Optional::stream).toList();
    }

    /** @param fields those that differ; null if the record is not expected at all */
    private void add(RecordType type, String id, @Nullable List<String> fields) {
        if (fields == null) {
            add(name(type) + " " + id + " is not expected");
        } else if (!fields.isEmpty()) {
            add(name(type) + " " + id + " has another " + String.join(" and ", fields));
        }
    }

    private void addMissing(RecordType type, Map<String, ?> expected) {
        expected.keySet().forEach(id -> add(name(type) + " " + id + " is missing"));
    }

    private void add(String difference) {
        count++;
        if (shown.size() < most) {
            shown.add(difference);
        }
    }
}
