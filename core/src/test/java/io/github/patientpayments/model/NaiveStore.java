package io.github.patientpayments.model;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A second implementation of the store, as plain and slow as possible: maps, loops, one record at a time. After each
 * run the store must equal it; {@link NaiveHistory} provides its contents.
 */
public final class NaiveStore {

    final Map<String, NaiveRecord<PatientData>> patients = new TreeMap<>();
    final Map<String, NaiveRecord<PaymentData>> payments = new TreeMap<>();
    final Set<String> erased = new TreeSet<>();
    final List<Erased> erasedRecords = new ArrayList<>();
    final List<Rewritten> rewrittenPayments = new ArrayList<>();
    public long run;
    public long horizon;

    private long lastPatientId;
    private long lastPaymentId;
    private long moneyPatients;
    private long moneyPayments;
    private BigDecimal money = BigDecimal.ZERO;

    /** The event of an erased record. */
    record Erased(long run, RecordType type, long id) {}

    /** The event of a payment that had moved away from an erased patient. */
    record Rewritten(long run, NaiveRecord<PaymentData> payment) {}

    public NaiveSync sync(
            boolean delta,
            boolean withholding,
            @Nullable LocalDate paidFrom,
            @Nullable List<PatientData> patientSet,
            @Nullable List<PaymentData> paymentSet) {
        run++;
        NaiveSync sync = new NaiveSync(this, delta, withholding, paidFrom);
        sync.run(patientSet, paymentSet);
        return sync;
    }

    public NaiveSync revertTo(long past) {
        run++;
        NaiveSync revert = new NaiveSync(this, false, false, null);
        revert.revertTo(past);
        return revert;
    }

    /** Returns the numbers of patients and payments that were erased. */
    public List<Long> erase(String patient) {
        run++;
        erased.add(patient);
        NaiveRecord<PatientData> record = patients.get(patient);
        if (record == null) {
            return List.of(0L, 0L);
        }
        List<NaiveRecord<PaymentData>> ofPatient = payments.values().stream()
                .filter(payment -> refersTo(payment.current(), patient))
                .toList();
        addToErasedTotals(ofPatient);
        ofPatient.forEach(payment -> {
            payments.remove(payment.externalId);
            erasedRecords.add(new Erased(run, RecordType.PAYMENT, payment.id));
        });
        payments.values().stream()
                .filter(payment -> payment.states.stream().anyMatch(state -> refersTo(state, patient)))
                .forEach(payment -> {
                    payment.states.replaceAll(state -> refersTo(state, patient)
                            ? new NaiveRecord.State<>(state.fromRun(), state.toRun(), true, Optional.empty())
                            : state);
                    rewrittenPayments.add(new Rewritten(run, payment));
                });
        patients.remove(patient);
        erasedRecords.add(new Erased(run, RecordType.PATIENT, record.id));
        return List.of(1L, (long) ofPatient.size());
    }

    public boolean unsuppress(String patient) {
        boolean was = erased.remove(patient);
        run += was ? 1 : 0;
        return was;
    }

    /** Deletes what ended in a run or before it. */
    public void purge(long before) {
        run++;
        horizon = Math.max(horizon, before);
        patients.values().forEach(patient -> patient.states.removeIf(state -> state.toRun() <= horizon));
        payments.values().forEach(payment -> payment.states.removeIf(state -> state.toRun() <= horizon));
        erasedRecords.removeIf(record -> record.run <= horizon);
        rewrittenPayments.removeIf(record -> record.run <= horizon);
        payments.values().removeIf(payment -> payment.deletedBy(horizon));
        patients.values().removeIf(patient -> patient.deletedBy(horizon) && !isReferenced(patient.externalId));
    }

    public String erasedTotals() {
        return moneyPatients + ", " + moneyPayments + ", " + money.setScale(2);
    }

    long nextPatientId() {
        return ++lastPatientId;
    }

    long nextPaymentId() {
        return ++lastPaymentId;
    }

    boolean patientLive(String externalId) {
        NaiveRecord<PatientData> patient = patients.get(externalId);
        return patient != null && patient.live();
    }

    static boolean refersTo(NaiveRecord.State<PaymentData> state, String patient) {
        return state.content().flatMap(PaymentData::patientExternalId).equals(Optional.of(patient));
    }

    /** Whether a payment refers to the patient, now or in a version that is kept. */
    private boolean isReferenced(String patient) {
        return payments.values().stream()
                .flatMap(payment -> payment.states.stream())
                .anyMatch(state -> refersTo(state, patient));
    }

    private void addToErasedTotals(List<NaiveRecord<PaymentData>> ofPatient) {
        List<BigDecimal> live = ofPatient.stream()
                .filter(NaiveRecord::live)
                .map(payment -> payment.content().amount().orElseThrow())
                .toList();
        moneyPatients += live.isEmpty() ? 0 : 1;
        moneyPayments += live.size();
        money = live.stream().reduce(money, BigDecimal::add);
    }
}
