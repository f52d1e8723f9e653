package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the systems before this one got wrong. Each of these fails on one of them. */
class PredecessorBugsTest extends ServiceTest {

    @BeforeEach
    void startIt() {
        start();
    }

    @Test
    void totalsAreFilteredAndNotSinglePayments() {
        sync(List.of("two of 6", "one of 15", "5 and 30"), "1:6", "1:6", "2:15", "3:5", "3:30");

        assertThat(found("payment_min=10&payments_max=20")).containsExactly("1", "2");
    }

    @Test
    void boundsAreInclusive() {
        sync(List.of("10", "20", "9.99", "20.01"), "1:10", "2:20", "3:9.99", "4:20.01");

        assertThat(found("payment_min=10&payments_max=20")).containsExactly("1", "2");
    }

    @Test
    void aPatientWithoutPaymentsMatchesEveryUpperBound() {
        sync(List.of("nothing", "30"), "2:30");

        assertThat(found("payments_max=20")).containsExactly("1");
        assertThat(found("payment_min=0&payments_max=0")).containsExactly("1");
        assertThat(found("payment_min=0.01")).containsExactly("2");
    }

    @Test
    void deletedPaymentsAreNotCounted() {
        sync(List.of("15, then 5"), "1:5", "1:10");
        assertThat(found("payment_min=10&payments_max=20")).containsExactly("1");

        payments("1:5");

        assertThat(found("payment_min=10&payments_max=20")).isEmpty();
        assertThat(items("/patients"))
                .singleElement()
                .satisfies(
                        one -> assertThat(one.path("paymentTotal").textValue()).isEqualTo("5.00"));
        assertThat(items("/payments")).hasSize(1);
    }

    /** The payments are numbered 1 and 2, as are the patients, but the other way round. */
    @Test
    void paymentsAreFoundByTheirPatientAndNotByTheirOwnId() {
        json(200, post("/patients", Samples.array(Samples.patient("1"), Samples.patient("2"))));
        json(200, post("/payments", Samples.array(Samples.payment("1", "2", "5"), Samples.payment("2", "1", "6"))));

        assertThat(texts(json(200, get("/payments?external_id=1")).path("items"), "externalId"))
                .containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.10", "7.1", "\"7.1\"", "0.71e1"})
    void sevenTenIsNotSevenPointOne(String written) {
        json(200, post("/patients", Samples.array(Samples.patient("1"))));
        JsonNode answer = json(200, post("/payments", Samples.array(Samples.payment("a", "1", written))));

        assertThat(answer.get(0).at("/data/amount").textValue()).isEqualTo("7.10");
        assertThat(items("/payments").get(0).path("amount").textValue()).isEqualTo("7.10");
        assertThat(items("/patients").get(0).path("paymentTotal").textValue()).isEqualTo("7.10");
        assertThat(json(200, get("/totals")).path("sum").textValue()).isEqualTo("7.10");
    }

    /** 0.1 + 0.2 is 0.30000000000000004 as a float, and the last digit of the other one is gone. */
    @Test
    void moneyIsExact() {
        sync(List.of("0.1 + 0.2", "fifteen digits and four decimals"), "1:0.1", "1:0.2", "2:999999999999999.9999");

        assertThat(found("payment_min=0.3&payments_max=0.3")).containsExactly("1");
        assertThat(texts(items("/patients"), "paymentTotal")).containsExactly("0.30", "999999999999999.9999");
    }

    @Test
    void aLargeFileIsLoadedCompletely() {
        int many = 25_000;
        json(200, post("/patients", Samples.array(Samples.patient("1"))));
        String all = IntStream.rangeClosed(1, many)
                .mapToObj(i -> Samples.payment("p" + i, "1", "0.01"))
                .collect(Collectors.joining(",", "[", "]"));

        JsonNode answer = json(200, post("/payments", all));

        assertThat(answer)
                .hasSize(many)
                .allSatisfy(one -> assertThat(one.path("status").textValue()).isEqualTo("success"));
        JsonNode totals = json(200, get("/totals"));
        assertThat(totals.path("payments").asInt()).isEqualTo(many);
        assertThat(totals.path("sum").textValue()).isEqualTo("250.00");
    }

    @Test
    void aSecondLoadOfKnownRecordsSucceedsAndUpdatesThem() {
        sync(List.of("first"), "1:5");
        JsonNode before = items("/patients").get(0);

        JsonNode again = json(200, post("/patients", Samples.array(Samples.patient("1", "New", "Name"))));

        assertThat(again.get(0).path("status").textValue()).isEqualTo("success");
        JsonNode after = items("/patients").get(0);
        assertThat(after.path("firstName").textValue()).isEqualTo("New");
        assertThat(after.path("id")).isEqualTo(before.path("id"));
        assertThat(after.path("created")).isEqualTo(before.path("created"));
        assertThat(after.path("updated")).isNotEqualTo(before.path("updated"));
    }

    @Test
    void aPresentButInvalidRecordIsNotDeleted() {
        sync(List.of("one", "two"), "1:5", "2:6");

        JsonNode answer =
                json(200, post("/patients", Samples.array(Samples.patient("1"), Samples.patient("2", "Two", ""))));

        assertThat(texts(answer, "status")).containsExactly("success", "fail");
        assertThat(texts(items("/patients"), "externalId")).containsExactly("1", "2");
        assertThat(items("/payments")).hasSize(2);
    }

    @Test
    void aMissingRecordIsDeletedAndRestoredWhenItReturns() {
        sync(List.of("one", "two"), "1:5", "2:6");
        JsonNode before = items("/patients").get(1);

        json(200, post("/patients", Samples.array(Samples.patient("1"))));
        assertThat(texts(items("/patients"), "externalId")).containsExactly("1");

        json(200, post("/patients", Samples.array(Samples.patient("1"), Samples.patient("2"))));
        JsonNode after = items("/patients").get(1);
        assertThat(after.path("id")).isEqualTo(before.path("id"));
        assertThat(after.path("created")).isEqualTo(before.path("created"));
        assertThat(after.path("paymentTotal")).isEqualTo(before.path("paymentTotal"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"externalId\":", "{", "", "[{}", "nonsense", "[1,]", "\u0000"})
    void malformedJsonIsAProblemWithoutAStackTrace(String body) {
        String answer = problem(400, "unreadable", post("/patients", body)).toString();

        assertThat(answer).doesNotContain("Exception", "\tat ", ".java");
    }

    /** A patient for each name, numbered from 1, and payments, each {@code patient:amount}. */
    private void sync(List<String> names, String... payments) {
        json(
                200,
                post(
                        "/patients",
                        IntStream.rangeClosed(1, names.size())
                                .mapToObj(i -> Samples.patient(String.valueOf(i), names.get(i - 1), "Patient"))
                                .collect(Collectors.joining(",", "[", "]"))));
        payments(payments);
    }

    private void payments(String... payments) {
        json(
                200,
                post(
                        "/payments",
                        IntStream.range(0, payments.length)
                                .mapToObj(i -> {
                                    String[] parts = payments[i].split(":", 2);
                                    return Samples.payment("p" + i, parts[0], parts[1]);
                                })
                                .collect(Collectors.joining(",", "[", "]"))));
    }

    private List<String> found(String query) {
        return texts(json(200, get("/patients?" + query)).path("items"), "externalId");
    }

    private JsonNode items(String path) {
        return json(200, get(path)).path("items");
    }
}
