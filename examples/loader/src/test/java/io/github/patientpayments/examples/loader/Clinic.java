package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The files of a small clinic and of a large one. */
final class Clinic {

    static final String PATIENTS = """
            [{"externalId": "4", "firstName": "Pris", "lastName": "Stratton", "dateOfBirth": "1993-12-20"},
             {"externalId": "5", "firstName": "Rick", "lastName": "Deckard", "dateOfBirth": "1983-02-01"},
             {"externalId": "8", "firstName": "Roy", "lastName": "Batti"}]
            """;

    static final String PAYMENTS = """
            [{"externalId": "501", "patientId": "5", "amount": 4.46},
             {"externalId": "502", "patientId": "5", "amount": 5.66},
             {"externalId": "503", "patientId": "5", "amount": 7.10},
             {"externalId": "601", "patientId": "8", "amount": 23.32},
             {"externalId": "602", "patientId": "8", "amount": 2.29},
             {"externalId": "603", "patientId": "8", "amount": 9.29}]
            """;

    private Clinic() {}

    /** Writes the files of the small clinic and loads them into the store. */
    static Loader loaded(Loader loader) {
        files(loader);
        loader.store(store -> sync(store, PATIENTS, PAYMENTS));
        return loader;
    }

    static void files(Loader loader) {
        loader.file("patients.json", PATIENTS);
        loader.file("payments.json", PAYMENTS);
    }

    static SyncReport sync(PatientPaymentStore store, String patients, String payments) {
        return store.sync(Snapshot.builder()
                .patients(Source.json(() -> bytes(patients)))
                .payments(Source.json(() -> bytes(payments)))
                .build());
    }

    static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Many patients, numbered from 1. */
    static String patients(int count) {
        return array(count, i -> patient(i, "1980-05-17"));
    }

    static String patient(int id, String born) {
        return "{\"externalId\": \"p%d\", \"firstName\": \"Rachael\", \"lastName\": \"Rosen\", \"dateOfBirth\": \"%s\"}"
                .formatted(id, born);
    }

    /** A payment for each of these patients. */
    static String payments(int count) {
        return array(count, Clinic::payment);
    }

    static String payment(int id) {
        return "{\"externalId\": \"y%d\", \"patientId\": \"p%d\", \"amount\": 7.10}".formatted(id, id);
    }

    static String array(int count, IntFunction<String> element) {
        return IntStream.rangeClosed(1, count).mapToObj(element).collect(Collectors.joining(",\n", "[", "]"));
    }
}
