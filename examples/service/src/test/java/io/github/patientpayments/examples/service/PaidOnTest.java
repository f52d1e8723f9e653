package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The date of a payment, in what is uploaded and in what is answered. */
class PaidOnTest extends ServiceTest {

    @BeforeEach
    void aPatient() {
        start();
        json(200, post("/patients", Samples.array(Samples.patient("1"))));
    }

    @Test
    void anUploadIsAnsweredWithTheDatesThatWereSent() {
        JsonNode entries = json(200, post("/payments", Samples.array(dated("a", "2025-05-17"), dated("b", " "))));

        assertThat(entries.at("/0/data/paid_on").textValue()).isEqualTo("2025-05-17");
        assertThat(entries.at("/1/data").has("paid_on")).isFalse();
        assertThat(json(200, get("/payments/a")).path("paidOn").textValue()).isEqualTo("2025-05-17");
        assertThat(json(200, get("/payments/b")).path("paidOn").isNull()).isTrue();
        assertThat(json(200, get("/payments/a/history"))
                        .at("/items/0/content/paidOn")
                        .textValue())
                .isEqualTo("2025-05-17");
    }

    @Test
    void aWrongDateIsNamedAsItIsAnswered() {
        JsonNode entries =
                json(200, post("/payments", Samples.array(dated("a", "1900-01-01"), dated("b", "2025-05-17"))));

        assertThat(entries.at("/0/status").textValue()).isEqualTo("fail");
        assertThat(entries.at("/0/data").has("paid_on")).isFalse();
        assertThat(entries.at("/0/errors/paid_on/0").textValue())
                .isEqualTo("Paid on cannot be less or equal than 1900");
    }

    @Test
    void paymentsAreListedByTheirDates() {
        post("/payments", Samples.array(dated("a", "2025-05-17"), dated("b", "2025-06-01"), dated("c", "")));

        assertThat(found("paid_from=2025-05-18")).containsExactly("b");
        assertThat(found("paid_until=2025-05-17&external_id=1")).containsExactly("a");
        assertThat(found("paid_from=2025-05-17&paid_until=2025-06-01")).containsExactly("a", "b");
        assertThat(get("/payments?paid_from=May").statusCode()).isEqualTo(400);
        assertThat(json(400, get("/payments?paid_from=2025-06-02&paid_until=2025-06-01"))
                        .path("detail")
                        .textValue())
                .isEqualTo("paid_from is after paid_until");
    }

    @Test
    void patientsAndTotalsHaveAPeriod() {
        post("/payments", Samples.array(dated("a", "2025-05-17"), dated("b", "2025-06-01"), dated("c", "")));

        JsonNode patient =
                json(200, get("/patients?paid_from=2025-06-01&payment_min=1")).at("/items/0");
        assertThat(patient.path("paymentTotal").textValue()).isEqualTo("1.00");
        assertThat(json(200, get("/patients?paid_until=2025-05-01&payment_min=1"))
                        .path("items"))
                .isEmpty();
        assertThat(json(200, get("/totals?paid_until=2025-06-01")).path("sum").textValue())
                .isEqualTo("2.00");
        assertThat(json(200, get("/totals")).path("sum").textValue()).isEqualTo("3.00");
    }

    @Test
    void totalsAreListedByPeriod() {
        post("/payments", Samples.array(dated("a", "2025-05-17"), dated("b", "2025-06-01"), dated("c", "")));

        assertThat(json(200, get("/totals/periods")).path("items").findValuesAsText("from"))
                .containsExactly("2025-05-01", "2025-06-01", "null");
        JsonNode quarter = json(200, get("/totals/periods?by=quarter&paid_from=2025-01-01"))
                .path("items");
        assertThat(quarter).hasSize(1);
        assertThat(quarter.at("/0/until").textValue()).isEqualTo("2025-06-30");
        assertThat(quarter.at("/0/sum").textValue()).isEqualTo("2.00");
        assertThat(get("/totals/periods?by=week").statusCode()).isEqualTo(400);
    }

    @Test
    void anUploadMayHaveAScope() {
        post("/payments", Samples.array(dated("a", "2025-05-17"), dated("b", "2025-06-01"), dated("c", "")));

        JsonNode entries = json(
                200, post("/payments?paid_from=2025-06-01", Samples.array(dated("d", "2025-06-02"), dated("c", ""))));

        assertThat(entries.at("/0/status").textValue()).isEqualTo("success");
        assertThat(entries.at("/1/errors/paid_on/0").textValue()).isEqualTo("Paid on is outside the scope of the set");
        assertThat(found("")).containsExactly("a", "c", "d");
        JsonNode runs = json(200, get("/runs")).path("items");
        assertThat(runs.at("/0/payments/paidFrom").textValue()).isEqualTo("2025-06-01");
        assertThat(runs.at("/1/payments/paidFrom").isNull()).isTrue();
        assertThat(runs.at("/0/payments/filtered").longValue()).isZero();
        assertThat(post("/payments?paid_from=1900-01-01", "[]").statusCode()).isEqualTo(400);
        assertThat(post("/patients?paid_from=2025-06-01", "[]").statusCode()).isEqualTo(400);
    }

    private List<String> found(String query) {
        return texts(json(200, get("/payments?" + query)).path("items"), "externalId");
    }

    private static String dated(String externalId, String paidOn) {
        return "{\"externalId\": \"" + externalId + "\", \"patientId\": \"1\", \"amount\": 1, \"paidOn\": \"" + paidOn
                + "\"}";
    }
}
