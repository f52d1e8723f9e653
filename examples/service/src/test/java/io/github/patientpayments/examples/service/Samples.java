package io.github.patientpayments.examples.service;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What is sent: the two examples of the original's README, and records made up. */
final class Samples {

    static final String PATIENTS = """
            [{
              "firstName": "Aaron",
              "lastName": "Achard",
              "dateOfBirth": "2083-02-01",
              "externalId": "52"
            }, {
              "firstName": "Rick",
              "lastName": "Deckard",
              "dateOfBirth": "1983-02-01",
              "externalId": "52"
            }, {
              "firstName": "Pris",
              "lastName": "Stratton",
              "dateOfBirth": "1993-12-20",
              "externalId": "4"
            }, {
              "firstName": "Roy",
              "lastName": "Batti",
              "dateOfBirth": "1993-06-12",
              "externalId": "8"
            }, {
              "firstName": "Eldon",
              "lastName": "Tyrell",
              "dateOfBirth": "1956-04-01",
              "externalId": "15"
            }]
            """;

    static final String PAYMENTS = """
            [{
              "amount": 4.46,
              "patientId": "5",
              "externalId": "501"
            }, {
              "amount": 5.66,
              "patientId": "5",
              "externalId": "502"
            }, {
              "amount": 7.10,
              "patientId": "5",
              "externalId": "503"
            },{
              "amount": 23.32,
              "patientId": "6",
              "externalId": "601"
            }, {
              "amount": 2.29,
              "patientId": "6",
              "externalId": "602"
            }, {
              "amount": 9.29,
              "patientId": "8",
              "externalId": "602"
            }]
            """;

    private Samples() {}

    static String array(String... records) {
        return Arrays.stream(records).collect(Collectors.joining(",", "[", "]"));
    }

    static String patient(String id) {
        return patient(id, "First" + id, "Last" + id);
    }

    static String patient(String id, String firstName, String lastName) {
        return "{\"externalId\":\"%s\",\"firstName\":\"%s\",\"lastName\":\"%s\",\"dateOfBirth\":\"1980-02-29\"}"
                .formatted(id, firstName, lastName);
    }

    static String payment(String id, String patientId, String amount) {
        return "{\"externalId\":\"%s\",\"patientId\":\"%s\",\"amount\":%s}".formatted(id, patientId, amount);
    }
}
