package io.github.patientpayments.benchmarks.data;

import java.util.List;

/** The fields of a record by their places, as they are called in JSON. */
public final class Fields {

    /** Of a patient. */
    public static final List<String> PATIENT =
            List.of("externalId", "firstName", "lastName", "middleName", "dateOfBirth");

    /** Of a payment. */
    public static final List<String> PAYMENT = List.of("externalId", "patientId", "amount");

    private Fields() {}
}
