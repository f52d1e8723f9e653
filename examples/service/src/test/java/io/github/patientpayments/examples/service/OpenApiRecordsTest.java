package io.github.patientpayments.examples.service;

import static io.github.patientpayments.examples.service.OpenApiDocument.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the document says that a record has to be is what the service takes, and what it does not is what is rejected.
 */
class OpenApiRecordsTest {

    private static final String LONG = "x".repeat(250);

    private static final List<String> PATIENTS = List.of(
            "{'externalId': 'a', 'firstName': 'Roy', 'lastName': 'Batti'}",
            "{'externalId': 2, 'firstName': ' Roy ', 'lastName': 'Batti', 'middleName': ' ', 'other': 1}",
            "{'externalId': '" + LONG + "', 'firstName': '" + LONG + "', 'lastName': 'B', 'dateOfBirth': null}",
            "{'externalId': 'b', 'firstName': 'R', 'lastName': 'B', 'dateOfBirth': '1901-01-01', 'deleted': false}",
            "{'externalId': 'c', 'firstName': 'R', 'lastName': 'B', 'dateOfBirth': '1900-12-31'}",
            "{'externalId': 'd', 'firstName': 'R', 'lastName': 'B', 'dateOfBirth': '2001-02-29'}",
            "{'externalId': 'e', 'firstName': 'R', 'lastName': 'B', 'dateOfBirth': '12.06.1993'}",
            "{'externalId': 'f', 'firstName': '" + LONG + "x', 'lastName': 'B'}",
            "{'externalId': 'g', 'firstName': ' ', 'lastName': 'B'}",
            "{'externalId': 'h', 'firstName': 1, 'lastName': 'B'}",
            "{'externalId': 'i', 'lastName': 'B'}",
            "{'externalId': 'j', 'firstName': 'R', 'lastName': null}",
            "{'externalId': 'k', 'firstName': 'R', 'lastName': 'B', 'middleName': '" + LONG + "x'}",
            "{'externalId': ' ', 'firstName': 'R', 'lastName': 'B'}",
            "{'externalId': '" + LONG + "x', 'firstName': 'R', 'lastName': 'B'}",
            "{'externalId': 1.5, 'firstName': 'R', 'lastName': 'B'}",
            "{'firstName': 'R', 'lastName': 'B'}",
            "{'externalId': 'l', 'deleted': true}",
            "{'externalId': 'm', 'deleted': 'true'}",
            "{'externalId': true, 'deleted': true}",
            "'Roy'",
            "null");

    private static final List<String> PAYMENTS = List.of(
            "{'externalId': 1, 'patientId': 'a', 'amount': 9.29}",
            "{'externalId': '2', 'patientId': 'a', 'amount': '-9.2999'}",
            "{'externalId': '3', 'patientId': 2, 'amount': 999999999999999.9999}",
            "{'externalId': '4', 'patientId': 'a', 'amount': '1e2'}",
            "{'externalId': '5', 'patientId': 'a', 'amount': 1000000000000000}",
            "{'externalId': '6', 'patientId': 'a', 'amount': '+7'}",
            "{'externalId': '7', 'patientId': 'a', 'amount': '.5'}",
            "{'externalId': '8', 'patientId': 'a', 'amount': ' 7'}",
            "{'externalId': '9', 'patientId': 'a', 'amount': '7,10'}",
            "{'externalId': '10', 'patientId': 'a', 'amount': '" + "0".repeat(40) + "7'}",
            "{'externalId': '11', 'patientId': 'a', 'amount': null}",
            "{'externalId': '12', 'patientId': 'a', 'amount': true}",
            "{'externalId': '13', 'patientId': 'a'}",
            "{'externalId': '14', 'amount': 1}",
            "{'externalId': '15', 'patientId': null, 'amount': 1}",
            "{'externalId': '16', 'patientId': ['a'], 'amount': 1}",
            "{'patientId': 'a', 'amount': 1}",
            "{'externalId': '17', 'deleted': true}",
            "[]");

    private final OpenApiDocument document = new OpenApiDocument();

    OpenApiRecordsTest() throws Exception {}

    @Test
    void theSchemasMatchWhatIsAccepted(@TempDir Path database) throws Exception {
        try (RunningService service = RunningService.start(database)) {
            compare(service, "/patients", PATIENTS);
            compare(service, "/payments", PAYMENTS);
        }
    }

    private void compare(RunningService service, String path, List<String> records) throws Exception {
        String body = ("[" + String.join(",", records) + "]").replace('\'', '"');
        Request request = Request.of("PATCH", path).json(body);
        JsonNode answers = JSON.readTree(service.client()
                .send(request.to(service.base()), BodyHandlers.ofByteArray())
                .body());
        String schema = document.operation("PATCH", path).at() + "/requestBody/content/application~1json/schema";
        List<String> documented = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            JsonNode alone = JSON.createArrayNode().add(JSON.readTree(body).get(i));
            String wrong = document.faults(schema, alone);
            documented.add(records.get(i) + (wrong.isEmpty() ? " success" : " fail"));
            answered.add(records.get(i) + " "
                    + answers.path(i)
                            .path("status")
                            .asText(answers.path("detail").asText()));
        }
        assertThat(answered).isEqualTo(documented);
    }
}
