package io.github.patientpayments.contract;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a sync once more, as slowly and plainly as can be: maps, loops and one record at a time. What it says
 * after a snapshot is what the store has to say.
 */
final class NaiveMirror {

    final Map<String, Person> patients = new TreeMap<>();
    final Map<String, Paid> payments = new TreeMap<>();
    private long run;

    /** A stored patient. */
    static final class Person {
        PatientData data = PatientData.builder().build();
        long createdRun;
        long updatedRun;
        boolean deleted;
    }

    /** A stored payment. */
    static final class Paid {
        String patient = "";
        BigDecimal amount = BigDecimal.ZERO;
        long createdRun;
        long updatedRun;
        boolean deleted;
        boolean marked;
    }

    void sync(@Nullable List<PatientData> patientSet, @Nullable List<PaymentData> paymentSet) {
        run++;
        Set<String> gone = patientSet == null ? Set.of() : syncPatients(patientSet, paymentSet);
        if (paymentSet != null) {
            syncPayments(paymentSet);
        }
        payments.values().stream()
                .filter(payment -> !payment.deleted && gone.contains(payment.patient))
                .forEach(payment -> delete(payment, true));
        if (paymentSet == null) {
            payments.values().stream()
                    .filter(payment -> payment.marked && !patient(payment.patient).deleted)
                    .forEach(this::bringBack);
        }
    }

    /** The rows that the table of patients has to have, with each patient's total. */
    List<String> patientRows() {
        List<String> rows = new ArrayList<>();
        patients.forEach((id, person) -> rows.add(List.of(
                        id,
                        person.data.firstName().orElse(""),
                        person.createdRun,
                        person.updatedRun,
                        person.deleted,
                        total(id))
                .toString()));
        return rows;
    }

    /** The rows that the table of payments has to have. */
    List<String> paymentRows() {
        List<String> rows = new ArrayList<>();
        payments.forEach((id, payment) -> rows.add(List.of(
                        id,
                        payment.patient,
                        payment.createdRun,
                        payment.updatedRun,
                        payment.deleted,
                        scaled(payment.amount))
                .toString()));
        return rows;
    }

    private Set<String> syncPatients(List<PatientData> set, @Nullable List<PaymentData> paymentSet) {
        Set<String> present = new HashSet<>();
        Map<String, PatientData> accepted = new HashMap<>();
        for (PatientData element : set) {
            element.externalId().ifPresent(present::add);
            if (valid(element)) {
                accepted.putIfAbsent(element.externalId().orElseThrow(), element);
            }
        }
        accepted.forEach(this::upsert);
        boolean unreadable =
                set.stream().anyMatch(element -> element.externalId().isEmpty());
        Set<String> missing = new HashSet<>();
        patients.forEach((id, person) -> {
            if (!person.deleted && !present.contains(id) && !unreadable) {
                missing.add(id);
            }
        });
        boolean unreadablePayment = paymentSet != null
                && paymentSet.stream().anyMatch(element -> element.externalId().isEmpty());
        Set<String> gone = new HashSet<>();
        for (String id : missing) {
            if (!unreadablePayment || !wouldCascade(id, missing, paymentSet)) {
                gone.add(id);
            }
        }
        gone.forEach(id -> {
            patient(id).deleted = true;
            patient(id).updatedRun = run;
        });
        return gone;
    }

    private boolean wouldCascade(String patient, Set<String> missing, List<PaymentData> paymentSet) {
        return payments.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().deleted && entry.getValue().patient.equals(patient))
                .anyMatch(entry -> paymentSet.stream()
                        .noneMatch(element -> element.externalId()
                                        .filter(entry.getKey()::equals)
                                        .isPresent()
                                && valid(element)
                                && known(element)
                                && !missing.contains(element.patientExternalId().orElseThrow())));
    }

    private void upsert(String id, PatientData data) {
        Person person = patients.get(id);
        if (person == null) {
            person = new Person();
            person.createdRun = run;
            patients.put(id, person);
        } else if (!person.deleted && person.data.equals(data)) {
            return;
        }
        person.data = data;
        person.deleted = false;
        person.updatedRun = run;
    }

    private void syncPayments(List<PaymentData> set) {
        Set<String> present = new HashSet<>();
        Map<String, PaymentData> accepted = new HashMap<>();
        for (PaymentData element : set) {
            element.externalId().ifPresent(present::add);
            if (valid(element) && known(element)) {
                accepted.putIfAbsent(element.externalId().orElseThrow(), element);
            }
        }
        boolean unreadable =
                set.stream().anyMatch(element -> element.externalId().isEmpty());
        payments.forEach((id, payment) -> {
            if (present.contains(id)) {
                if (!accepted.containsKey(id) && payment.marked && !patient(payment.patient).deleted) {
                    bringBack(payment);
                }
            } else {
                payment.marked &= unreadable;
                boolean goesWithPatient = patient(payment.patient).deleted;
                if (!payment.deleted && !unreadable && !goesWithPatient) {
                    delete(payment, false);
                } else if (!payment.deleted && goesWithPatient) {
                    delete(payment, unreadable);
                }
            }
        });
        accepted.forEach(this::upsert);
    }

    private void upsert(String id, PaymentData data) {
        String patient = data.patientExternalId().orElseThrow();
        BigDecimal amount = data.amount().orElseThrow();
        Paid payment = payments.get(id);
        if (payment == null) {
            payment = new Paid();
            payment.createdRun = run;
            payments.put(id, payment);
        } else if (!payment.deleted && payment.patient.equals(patient) && payment.amount.compareTo(amount) == 0) {
            return;
        }
        payment.patient = patient;
        payment.amount = amount;
        payment.deleted = false;
        payment.marked = false;
        payment.updatedRun = run;
    }

    private void delete(Paid payment, boolean withPatient) {
        payment.deleted = true;
        payment.marked = withPatient;
        payment.updatedRun = run;
    }

    private void bringBack(Paid payment) {
        payment.deleted = false;
        payment.marked = false;
        payment.updatedRun = run;
    }

    private BigDecimal total(String patient) {
        List<BigDecimal> live = new ArrayList<>();
        payments.values().forEach(payment -> {
            if (!payment.deleted && payment.patient.equals(patient)) {
                live.add(payment.amount);
            }
        });
        return scaled(live.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static BigDecimal scaled(BigDecimal amount) {
        return amount.setScale(4);
    }

    private Person patient(String id) {
        return Objects.requireNonNull(patients.get(id));
    }

    private boolean known(PaymentData element) {
        Person person = patients.get(element.patientExternalId().orElse(""));
        return person != null && !person.deleted;
    }

    private static boolean valid(PatientData element) {
        return element.externalId().isPresent() && element.firstName().isPresent();
    }

    private static boolean valid(PaymentData element) {
        return element.externalId().isPresent()
                && element.patientExternalId().isPresent()
                && element.amount().isPresent();
    }
}
