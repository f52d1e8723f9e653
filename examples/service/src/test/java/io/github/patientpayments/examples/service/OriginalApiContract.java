package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of the original's README, and its answers. */
abstract class OriginalApiContract extends ServiceTest {

    private static final String NO_CHOICE = "Select a valid choice. That choice is not one of the available choices.";

    OriginalApiContract(String jdbcUrl) {
        super(jdbcUrl);
    }

    @BeforeEach
    void startIt() {
        start("--items-per-page", "2");
    }

    @Test
    void patientsAreAnsweredAsInTheReadme() {
        JsonNode answer = json(200, post("/patients", Samples.PATIENTS));

        assertThat(answer).isEqualTo(json("""
                [
                    {
                        "status": "fail",
                        "data": {
                            "first_name": "Aaron",
                            "last_name": "Achard",
                            "middle_name": null,
                            "external_id": "52"
                        },
                        "errors": {
                            "date_of_birth": [
                                "Date of birth cannot be in future"
                            ]
                        }
                    },
                    {
                        "status": "success",
                        "data": {
                            "first_name": "Rick",
                            "last_name": "Deckard",
                            "middle_name": null,
                            "date_of_birth": "1983-02-01",
                            "external_id": "52"
                        }
                    },
                    {
                        "status": "success",
                        "data": {
                            "first_name": "Pris",
                            "last_name": "Stratton",
                            "middle_name": null,
                            "date_of_birth": "1993-12-20",
                            "external_id": "4"
                        }
                    },
                    {
                        "status": "success",
                        "data": {
                            "first_name": "Roy",
                            "last_name": "Batti",
                            "middle_name": null,
                            "date_of_birth": "1993-06-12",
                            "external_id": "8"
                        }
                    },
                    {
                        "status": "success",
                        "data": {
                            "first_name": "Eldon",
                            "last_name": "Tyrell",
                            "middle_name": null,
                            "date_of_birth": "1956-04-01",
                            "external_id": "15"
                        }
                    }
                ]
                """));
    }

    /** As in the README, except for {@code 7.1}: the amount that was uploaded is 7.10. */
    @Test
    void paymentsAreAnsweredAsInTheReadme() {
        post("/patients", Samples.PATIENTS);

        assertThat(json(200, post("/payments", Samples.PAYMENTS))).isEqualTo(json("""
                [%s, %s, %s, %s, %s,
                    {
                        "status": "success",
                        "data": {
                            "amount": "9.29",
                            "patient": {
                                "id": 3,
                                "lastName": "Batti",
                                "firstName": "Roy",
                                "dateOfBirth": "1993-06-12",
                                "externalId": "8"
                            },
                            "external_id": "602"
                        }
                    }
                ]
                """.formatted(
                        ofNobody("4.46", "501"),
                        ofNobody("5.66", "502"),
                        ofNobody("7.10", "503"),
                        ofNobody("23.32", "601"),
                        ofNobody("2.29", "602"))));
    }

    private static String ofNobody(String amount, String id) {
        return """
                {"status": "fail", "data": {"amount": "%s", "external_id": "%s"}, "errors": {"patient": ["%s"]}}
                """.formatted(amount, id, NO_CHOICE);
    }

    @Test
    void pagesAreThoseOfTheReadme() {
        post("/patients", Samples.PATIENTS);

        assertThat(withOriginalFields(json(200, get("/patients")))).isEqualTo(json("""
                {
                    "items": [
                        {
                            "id": 1,
                            "lastName": "Deckard",
                            "firstName": "Rick",
                            "dateOfBirth": "1983-02-01",
                            "externalId": "52"
                        },
                        {
                            "id": 2,
                            "lastName": "Stratton",
                            "firstName": "Pris",
                            "dateOfBirth": "1993-12-20",
                            "externalId": "4"
                        }
                    ],
                    "pages": 2,
                    "page_num": 1,
                    "next_page": 2,
                    "prev_page": null
                }
                """));
        assertThat(withOriginalFields(json(200, get("/patients?page=2")))).isEqualTo(json("""
                {
                    "items": [
                        {
                            "id": 3,
                            "lastName": "Batti",
                            "firstName": "Roy",
                            "dateOfBirth": "1993-06-12",
                            "externalId": "8"
                        },
                        {
                            "id": 4,
                            "lastName": "Tyrell",
                            "firstName": "Eldon",
                            "dateOfBirth": "1956-04-01",
                            "externalId": "15"
                        }
                    ],
                    "pages": 2,
                    "page_num": 2,
                    "next_page": null,
                    "prev_page": 1
                }
                """));
    }

    private static JsonNode withOriginalFields(JsonNode page) {
        page.path("items")
                .forEach(
                        item -> ((ObjectNode) item).retain("id", "lastName", "firstName", "dateOfBirth", "externalId"));
        return page;
    }

    @Test
    void itemsHaveTheFieldsThatTheOriginalOmitted() {
        post(
                "/patients",
                Samples.array("{\"externalId\":\"8\",\"firstName\":\"Roy\",\"middleName\":\"M\",\"lastName\":\"B\"}"));
        post("/payments", Samples.array(Samples.payment("1", "8", "7.1")));

        JsonNode patient = json(200, get("/patients")).path("items").get(0);
        assertThat(patient.path("middleName").asText()).isEqualTo("M");
        assertThat(patient.path("dateOfBirth").isNull()).isTrue();
        assertThat(patient.path("paymentTotal").textValue()).isEqualTo("7.10");
        assertThat(patient.path("created").asText())
                .isNotBlank()
                .isEqualTo(patient.path("updated").asText());
        JsonNode payment = json(200, get("/payments")).path("items").get(0);
        assertThat(payment.path("amount").textValue()).isEqualTo("7.10");
        assertThat(payment.path("patientId").textValue()).isEqualTo("8");
        assertThat(payment.path("created").asText())
                .isNotBlank()
                .isEqualTo(payment.path("updated").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payment_min=10&payments_max=20",
                "payments_min=10&payment_max=20",
                "payment_min=10.00&payment_max=20.0"
            })
    void patientsAreFoundByTheirTotal(String query) {
        threePatients();

        assertThat(texts(json(200, get("/patients?" + query)).path("items"), "externalId"))
                .containsExactly("1");
    }

    @Test
    void filtersAreOptional() {
        threePatients();

        assertThat(json(200, get("/patients?payment_min=&payments_max=")).path("items"))
                .hasSize(2);
        assertThat(json(200, get("/payments?external_id=")).path("items")).hasSize(2);
        assertThat(json(200, get("/payments?limit=3")).path("items")).hasSize(3);
        assertThat(texts(json(200, get("/payments?external_id=1")).path("items"), "externalId"))
                .containsExactly("a", "b");
    }

    /** Totals of 15, 30 and 0. */
    private void threePatients() {
        post("/patients", Samples.array(Samples.patient("1"), Samples.patient("2"), Samples.patient("3")));
        post(
                "/payments",
                Samples.array(
                        Samples.payment("a", "1", "5"),
                        Samples.payment("b", "1", "10"),
                        Samples.payment("c", "2", "30")));
    }

    @Test
    void anEmptyListHasOneEmptyPage() {
        assertThat(json(200, get("/patients")))
                .isEqualTo(json("{\"items\":[],\"pages\":1,\"page_num\":1,\"next_page\":null,\"prev_page\":null}"));
    }
}
