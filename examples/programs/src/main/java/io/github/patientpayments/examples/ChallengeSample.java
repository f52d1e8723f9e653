package io.github.patientpayments.examples;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.io.PrintStream;
import java.math.BigDecimal;
import javax.sql.DataSource;

/** Eleven records, most of them wrong. */
final class ChallengeSample {

    private static final String PATIENTS = """
            [{"externalId": "52", "firstName": "Aaron", "lastName": "Achard",   "dateOfBirth": "2083-02-01"},
             {"externalId": "52", "firstName": "Rick",  "lastName": "Deckard",  "dateOfBirth": "1983-02-01"},
             {"externalId": "4",  "firstName": "Pris",  "lastName": "Stratton", "dateOfBirth": "1993-12-20"},
             {"externalId": "8",  "firstName": "Roy",   "lastName": "Batti",    "dateOfBirth": "1993-06-12"},
             {"externalId": "15", "firstName": "Eldon", "lastName": "Tyrell",   "dateOfBirth": "1956-04-01"}]
            """;

    private static final String PAYMENTS = """
            [{"externalId": "501", "patientId": "5", "amount": 4.46},
             {"externalId": "502", "patientId": "5", "amount": 5.66},
             {"externalId": "503", "patientId": "5", "amount": 7.10},
             {"externalId": "601", "patientId": "6", "amount": 23.32},
             {"externalId": "602", "patientId": "6", "amount": 2.29},
             {"externalId": "602", "patientId": "8", "amount": 9.29}]
            """;

    private final PatientPaymentStore store;
    private final Narrator narrator;

    ChallengeSample(DataSource database, PrintStream out) {
        this.store = PatientPaymentStore.builder(database).schema("challenge").build();
        this.narrator = new Narrator(out);
    }

    void run() {
        narrator.title("1. The challenge's sample");
        store.migrate();
        syncAll();
        showWhatIsStored();
        askWhoPaid();
    }

    private void syncAll() {
        narrator.say("Five patients and six payments come in. One birth date lies in the future, and patients 5 and 6"
                + " do not exist.");
        narrator.report(store.sync(JsonText.snapshot(PATIENTS, PAYMENTS)));
    }

    private void showWhatIsStored() {
        narrator.say("Stored patients:");
        narrator.patients(store.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID))
                .items());
        narrator.say("Stored payments of patient 8:");
        narrator.payments(store.payments(PaymentFilter.ofPatient("8"), PageRequest.by(PaymentSort.ID))
                .items());
    }

    private void askWhoPaid() {
        narrator.say("Who has paid between 5 and 10 in total?");
        PatientFilter filter = PatientFilter.builder()
                .paymentTotalAtLeast(BigDecimal.valueOf(5))
                .paymentTotalAtMost(BigDecimal.TEN)
                .build();
        narrator.patients(store.patients(filter, PageRequest.by(PatientSort.PAYMENT_TOTAL))
                .items());
    }
}
