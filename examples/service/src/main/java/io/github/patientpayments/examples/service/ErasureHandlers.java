package io.github.patientpayments.examples.service;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.PatientPaymentStore;
import java.io.IOException;

/**
 * Handles erasures. The id of the patient is in the body and not in the path, which proxies log: nothing but a hash of
 * it may remain. Thread-safe.
 */
final class ErasureHandlers {

    private static final int MAX_BODY = 16 * 1024;

    private static final JsonFactory FACTORY = new JsonFactory();

    private final PatientPaymentStore store;

    ErasureHandlers(PatientPaymentStore store) {
        this.store = store;
    }

    void erase(Exchange exchange, Parameters parameters) throws IOException {
        ErasureReport report = store.erase(patient(exchange));
        exchange.json(
                200,
                json -> json.object()
                        .number("run", report.runNumber())
                        .number("patients", report.patients())
                        .number("payments", report.payments())
                        .number("versions", report.versions())
                        .number("rejections", report.rejections())
                        .end());
    }

    void unsuppress(Exchange exchange, Parameters parameters) throws IOException {
        boolean wasErased = store.unsuppress(patient(exchange));
        exchange.json(200, json -> json.object().flag("wasErased", wasErased).end());
    }

    private static String patient(Exchange exchange) {
        Preconditions.refuse(exchange);
        MediaTypes.check(exchange, MediaTypes.JSON);
        byte[] body = body(exchange.body());
        try (JsonParser json = FACTORY.createParser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT && "externalId".equals(json.nextFieldName())) {
                JsonToken token = json.nextToken();
                String id = json.getText();
                boolean scalar = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
                if (scalar && json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null) {
                    return id;
                }
            }
        } catch (JsonProcessingException e) {
            // Reported below: the message of the exception would repeat the input.
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can always be read", e);
        }
        throw Problem.badRequest("The body must be an object with the externalId of a patient, and nothing else");
    }

    private static byte[] body(RequestBody in) {
        byte[] body = UploadFile.readOrReject(() -> in.readNBytes(MAX_BODY + 1));
        if (body.length > MAX_BODY) {
            throw UploadFile.tooLarge(MAX_BODY);
        }
        if (in.isTrailed()) {
            throw UploadFile.trailed();
        }
        return body;
    }
}
