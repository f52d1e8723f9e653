package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What a store has after a load.
 *
 * @param patients the live ones: id, names, date of birth
 * @param payments the live ones: id, patient, amount, date
 * @param faults those of the last run: position, field, code
 * @param run the last run
 */
record Mirror(List<String> patients, List<String> payments, List<String> faults, SyncRun run) {

    static Mirror of(Loader loader) {
        return loader.store(Mirror::of);
    }

    private static Mirror of(PatientPaymentStore store) {
        SyncRun run = store.syncRuns(1).get(0);
        return new Mirror(patients(store), payments(store), faults(store, run.number()), run);
    }

    private static List<String> patients(PatientPaymentStore store) {
        return store.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID)).items().stream()
                .map(patient -> words(
                        patient.externalId(),
                        patient.firstName(),
                        patient.middleName(),
                        patient.lastName(),
                        patient.dateOfBirth()))
                .toList();
    }

    private static List<String> payments(PatientPaymentStore store) {
        return store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)).items().stream()
                .map(payment ->
                        words(payment.externalId(), payment.patientExternalId(), payment.amount(), payment.paidOn()))
                .toList();
    }

    private static List<String> faults(PatientPaymentStore store, long run) {
        return store.rejections(run, PageRequest.first()).items().stream()
                .flatMap(rejection -> rejection.faults().stream()
                        .map(fault -> rejection.position() + " " + fault.field() + " " + fault.code()))
                .toList();
    }

    private static String words(Object... values) {
        StringBuilder words = new StringBuilder();
        for (Object value : values) {
            Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            String text = given instanceof BigDecimal amount ? amount.toPlainString() : String.valueOf(given);
            words.append(given == null ? "" : words.isEmpty() ? text : " " + text);
        }
        return words.toString();
    }
}
