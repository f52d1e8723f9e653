package io.github.patientpayments.testing;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions of a store for AssertJ. All of them query the live records, each in transactions of its own.
 *
 * <pre>{@code
 * import static io.github.patientpayments.testing.PatientPaymentStoreAssert.assertThat;
 *
 * assertThat(store).hasPatients(2).hasPayments(3).hasPaymentTotal("8", "16.39").isConsistent();
 * }</pre>
 *
 * <p>The static method is overloaded with those of AssertJ: import both. Messages contain ids, counts and totals, and
 * no other field of a record.
 */
public final class PatientPaymentStoreAssert extends AbstractAssert<PatientPaymentStoreAssert, PatientPaymentStore> {

    private static final int SHOWN = 10;

    private PatientPaymentStoreAssert(PatientPaymentStore actual) {
        super(actual, PatientPaymentStoreAssert.class);
    }

    /**
     * Starts an assertion.
     *
     * @param actual the store
     * @return assertions of this store
     */
    public static PatientPaymentStoreAssert assertThat(PatientPaymentStore actual) {
        return new PatientPaymentStoreAssert(actual);
    }

    /**
     * Asserts the number of live patients.
     *
     * @param expected how many
     * @return this
     */
    public PatientPaymentStoreAssert hasPatients(long expected) {
        long found = totals().patients();
        if (found != expected) {
            throw failure("Expected %s live patients, but the store has %s.", expected, found);
        }
        return this;
    }

    /**
     * Asserts the number of live payments.
     *
     * @param expected how many
     * @return this
     */
    public PatientPaymentStoreAssert hasPayments(long expected) {
        long found = totals().payments();
        if (found != expected) {
            throw failure("Expected %s live payments, but the store has %s.", expected, found);
        }
        return this;
    }

    private PaymentTotals totals() {
        isNotNull();
        return actual.totals(PatientFilter.all());
    }

    /**
     * Asserts that a patient is live.
     *
     * @param externalId the patient's id in the other system
     * @return this
     */
    public PatientPaymentStoreAssert hasPatient(String externalId) {
        livePatient(externalId);
        return this;
    }

    private Patient livePatient(String externalId) {
        isNotNull();
        return actual.patient(externalId)
                .orElseThrow(() -> failure("Expected a live patient %s, but %s.", externalId, fate(externalId)));
    }

    private String fate(String externalId) {
        PatientFilter filter = PatientFilter.builder()
                .externalIds(List.of(externalId))
                .includeDeleted()
                .build();
        return actual.patients(filter, PageRequest.by(PatientSort.ID)).items().stream()
                .findFirst()
                .flatMap(Patient::deletedAt)
                .map(time -> "it was deleted at " + time)
                .orElse("the store does not know this id");
    }

    /**
     * Asserts that a patient is unknown or deleted.
     *
     * @param externalId the patient's id in the other system
     * @return this
     */
    public PatientPaymentStoreAssert doesNotHavePatient(String externalId) {
        isNotNull();
        actual.patient(externalId).ifPresent(patient -> {
            throw failure("Expected no live patient %s, but there is one since %s.", externalId, patient.createdAt());
        });
        return this;
    }

    /**
     * Asserts that a payment is live.
     *
     * @param externalId the payment's own id in the other system
     * @return this
     */
    public PatientPaymentStoreAssert hasPayment(String externalId) {
        isNotNull();
        if (actual.payment(externalId).isEmpty()) {
            throw failure("Expected a live payment %s, but it is unknown or deleted.", externalId);
        }
        return this;
    }

    /**
     * Asserts that a payment is unknown or deleted.
     *
     * @param externalId the payment's own id in the other system
     * @return this
     */
    public PatientPaymentStoreAssert doesNotHavePayment(String externalId) {
        isNotNull();
        actual.payment(externalId).ifPresent(payment -> {
            throw failure(
                    "Expected no live payment %s, but there is one, of patient %s, since %s.",
                    externalId, payment.patientExternalId(), payment.createdAt());
        });
        return this;
    }

    /**
     * Asserts what a live patient has paid in total.
     *
     * @param patientExternalId the patient's id in the other system
     * @param expected the sum of the live payments; 7.1 and 7.10 are the same
     * @return this
     */
    public PatientPaymentStoreAssert hasPaymentTotal(String patientExternalId, BigDecimal expected) {
        Patient patient = livePatient(patientExternalId);
        if (patient.paymentTotal().compareTo(expected) != 0) {
            throw failure(
                    "Expected the payments of patient %s to total %s, but the %s live payments total %s.",
                    patientExternalId, expected, patient.paymentCount(), patient.paymentTotal());
        }
        return this;
    }

    /**
     * Asserts what a live patient has paid in total, like {@link #hasPaymentTotal(String, BigDecimal)}.
     *
     * @param patientExternalId the patient's id in the other system
     * @param expected a decimal number, for instance 16.39
     * @return this
     */
    public PatientPaymentStoreAssert hasPaymentTotal(String patientExternalId, String expected) {
        return hasPaymentTotal(patientExternalId, new BigDecimal(expected));
    }

    /**
     * Asserts that {@link PatientPaymentStore#verifyIntegrity()} finds no deviation. Reads the whole store.
     *
     * @return this
     */
    public PatientPaymentStoreAssert isConsistent() {
        isNotNull();
        IntegrityReport report = actual.verifyIntegrity();
        if (!report.isConsistent()) {
            throw failure(
                    "Expected a consistent store, but verifyIntegrity() found %s; the first: %s.",
                    report.counts(), report.deviations().stream().limit(SHOWN).toList());
        }
        return this;
    }

    /**
     * Asserts that the live records are these and no others, with these fields. Names are compared as a store keeps
     * them: without white space around them. Holds all expected records in memory.
     *
     * @param patients the patients, in any order
     * @param payments the payments, in any order
     * @return this
     * @throws IllegalArgumentException if an expected record has no external id, is there twice, or is a deletion
     */
    public PatientPaymentStoreAssert hasSameContentAs(Iterable<PatientData> patients, Iterable<PaymentData> payments) {
        isNotNull();
        Differences differences = Differences.of(actual, patients, payments, SHOWN);
        if (differences.count() > 0) {
            throw failure(
                    "Expected %s, but there are %s differences: %s.",
                    title(patients, payments), differences.count(), String.join("; ", differences.shown()));
        }
        return this;
    }

    /** Records are personal data, so only what was generated is named. */
    private static String title(Iterable<PatientData> patients, Iterable<PaymentData> payments) {
        return Optional.of(patients)
                .filter(Generated.class::isInstance)
                .map(generated -> "the content of " + generated + " and " + payments)
                .orElse("other content");
    }

    /**
     * Asserts that the live records are those of a night, like {@link #hasSameContentAs(Iterable, Iterable)}.
     *
     * @param night what the other system has sent
     * @return this
     */
    public PatientPaymentStoreAssert hasSameContentAs(Snapshots.Night night) {
        return hasSameContentAs(night.patients(), night.payments());
    }

    /**
     * Asserts how the last run ended.
     *
     * @param expected the status
     * @return this
     */
    public PatientPaymentStoreAssert hasLastRun(SyncRun.Status expected) {
        isNotNull();
        SyncRun last = actual.syncRuns(1).stream()
                .findFirst()
                .orElseThrow(() -> failure("Expected a last run that is %s, but there was no run.", expected));
        if (last.status() != expected) {
            throw failure(
                    "Expected the last run to be %s, but run %s, a %s, is %s%s.",
                    expected,
                    last.number(),
                    last.kind(),
                    last.status(),
                    last.refusedFor().isEmpty() ? "" : " for " + last.refusedFor());
        }
        return this;
    }
}
