package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The page of the back office about money. */
class MoneyPageTest extends AdminTest {

    private void startIt() {
        startWithTokens("--held-folder", secrets.resolve("held").toString());
        useCookie("");
        logIn(TOKEN);
    }

    private void sent(String path, String body) {
        HttpResponse<String> answer = upload("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void fill() {
        startIt();
        sent("/patients", Samples.array(Samples.patient("1"), Samples.patient("2"), Samples.patient("3")));
        sent(
                "/payments?count=3&sum=1030.5",
                Samples.array(
                        dated("a", "1", "1000", "2026-01-05"),
                        dated("b", "2", "20.25", "2026-02-05"),
                        Samples.payment("c", "2", "10.25")));
    }

    private static String dated(String id, String patient, String amount, String day) {
        return "{\"externalId\":\"%s\",\"patientId\":\"%s\",\"amount\":%s,\"paidOn\":\"%s\"}"
                .formatted(id, patient, amount, day);
    }

    /** The text of the page once nothing is being added up any more. */
    private String text() {
        await("figures", () -> !page("/admin/money").contains("being added up"));
        return page("/admin/money").replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    @Test
    void theTotalAgreesWithTheSenders() {
        fill();

        assertThat(text())
                .contains("Total 1,030.50 3 payments", "Patients 3", "Mean payment 343.50 From 10.25 to 1,000.00")
                .contains("Agrees", "Sender’s control sum 1,030.50 Our total after it 1,030.50")
                .contains("Patients 3 0 0 Payments 3 0 0");
    }

    @Test
    void whatMakesThemDifferIsNamed() {
        fill();
        sent(
                "/payments?sum=1035.5",
                Samples.array(
                        dated("a", "1", "1000", "2026-01-05"),
                        dated("b", "2", "20.25", "2026-02-05"),
                        Samples.payment("c", "2", "10.25"),
                        Samples.payment("d", "nobody", "5")));
        upload("PATCH", "/payments", Samples.array(Samples.payment("e", "1", "70")));

        assertThat(text())
                .contains("Differs", "Our total after it 1,030.50 Difference -5.00", "Total 1,100.50")
                .contains("1 payment rejected: not stored");
    }

    @Test
    void theControlSumIsKnownAfterARestartUntilASetHasNone() {
        fill();
        stop();
        startIt();

        assertThat(text()).contains("Agrees");

        sent(
                "/payments",
                Samples.array(
                        dated("a", "1", "1000", "2026-01-05"),
                        dated("b", "2", "20.25", "2026-02-05"),
                        Samples.payment("c", "2", "10.25")));
        assertThat(text()).contains("had no control sum");
    }

    @Test
    void chartsHaveTables() {
        fill();

        assertThat(text())
                .contains("0 or less 1", "More than 10.00, up to 100.00 1", "More than 100.00, up to 1,000.00 1")
                .contains("Without a date 10.25 February 2026 20.25 January 2026 1,000.00")
                .contains("Now 1,030.50");
        assertThat(page("/admin/money")).contains("role=\"img\"").doesNotContain("style=");
    }

    @Test
    void anEmptyStoreHasAPage() {
        startIt();

        assertThat(text()).contains("Total 0.00 0 payments", "No figures of yesterday", "Mean payment –");
    }

    @Test
    void figuresAreOfTheLatestRun() {
        fill();
        assertThat(text()).contains("as of run 2");

        upload("PATCH", "/payments", Samples.array(Samples.payment("e", "1", "-70")));

        assertThat(text()).contains("as of run 3", "Total 960.50");
        assertThat(text()).doesNotContain(LocalDate.now(ZoneOffset.UTC).toString() + " ");
    }
}
