package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Finding patients in the back office, and the page of one. */
class PatientPagesTest extends AdminTest {

    private static final String SCRIPT = "<script>alert(1)</script>";
    private static final String ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;";
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\">Next page");
    private static final Pattern CURSOR = Pattern.compile("name=\"after\" value=\"([^\"]+)\"");

    @BeforeEach
    void logIn() {
        startWithTokens();
        logIn(TOKEN);
        sent(upload(
                "POST",
                "/patients",
                Samples.array(Samples.patient("8", "Roy", "Batti"), Samples.patient("15", "Eldon", SCRIPT))));
        sent(upload(
                "POST",
                "/payments",
                Samples.array(
                        dated("a", "8", "7.10", "2026-01-05"),
                        dated("b", "8", "-2.10", "2026-02-05"),
                        dated("c", "15", "1000", "2026-03-05"))));
    }

    private static String dated(String id, String patient, String amount, String day) {
        return "{\"externalId\":\"%s\",\"patientId\":\"%s\",\"amount\":%s,\"paidOn\":\"%s\"}"
                .formatted(id, patient, amount, day);
    }

    private static void sent(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** The text between tags. */
    private static String text(String html) {
        return html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    @Test
    void aPatientHasPaymentsWithARunningTotal() {
        String page = page("/admin/patients/1");

        assertThat(page).contains("<h1>Batti, Roy</h1>");
        assertThat(text(page))
                .contains("External id 8", "Date of birth 1980-02-29", "Total 5.00")
                .contains("b 2026-02-05 -2.10 5.00 a 2026-01-05 7.10 7.10");
        assertThat(page("/admin/patients/2")).contains(ESCAPED).doesNotContain(SCRIPT);
    }

    @Test
    void theTimelineGoesFromOldToNew() {
        sent(upload("PATCH", "/patients", Samples.array(Samples.patient("8", "Roy", "Tyrell"))));
        sent(upload("PATCH", "/payments", Samples.array(dated("a", "8", "9.29", "2026-01-05"))));
        sent(upload("PATCH", "/patients", "[{\"externalId\":\"8\",\"deleted\":true}]"));

        String page = page("/admin/patients/1");

        assertThat(page)
                .contains("<del>Batti</del> <ins>Tyrell</ins>", "<del>7.10</del> <ins>9.29</ins>")
                .contains("Gone since", "<del>9.29</del>", "href=\"/admin/runs/3\"");
        assertThat(text(page))
                .containsSubsequence("Gone Patient", "Changed Payment a", "Changed Patient", "New Patient");
    }

    @Test
    void newPaymentsOfARunAreOneEvent() {
        sent(upload("PATCH", "/payments", Samples.array(dated("d", "8", "3", "2026-03-05"))));

        assertThat(text(page("/admin/patients/1")))
                .containsSubsequence("New Payment d", "Amount 3", "New 2 payments External ids b, a", "New Patient");
    }

    @Test
    void aPaymentThatHasMovedSaysFromWhom() {
        sent(upload("PATCH", "/payments", Samples.array(dated("c", "8", "1000", "2026-03-05"))));

        String page = page("/admin/patients/1");

        assertThat(text(page)).contains("Came from patient 15", "c 2026-03-05 1,000.00 1,005.00");
        assertThat(text(page("/admin/patients/2"))).contains("No payments", "Changed Payment c Went to patient 8");
    }

    @Test
    void anEarlierDayShowsThePatientAsItWas() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        String then = page("/admin/patients/1?at=" + today.minusDays(1));
        String now = page("/admin/patients/1?at=" + today);

        assertThat(then).contains("was not there yet", "No payments");
        assertThat(text(then)).doesNotContain("7.10");
        assertThat(text(now)).contains("At the end of " + today, "Total 5.00", "a 2026-01-05 7.10 7.10");
        assertThat(visit("/admin/patients/1?at=yesterday").statusCode()).isEqualTo(400);
        assertThat(visit("/admin/patients/1?at=%2B999999999-12-31").statusCode())
                .isEqualTo(400);
    }

    @Test
    void manyPaymentsComeInPages() {
        String[] payments = IntStream.range(0, 60)
                .mapToObj(i -> dated(
                        "p" + i, "15", "1", LocalDate.of(2026, 1, 1).plusDays(i).toString()))
                .toArray(String[]::new);
        sent(upload("PATCH", "/payments", Samples.array(payments)));

        String first = page("/admin/patients/2");
        String second = page("/admin/patients/2?from=50");

        assertThat(text(first))
                .contains("p59 2026-03-01 1.00 60.00", "Earlier payments")
                .doesNotContain("Later payments");
        assertThat(text(second))
                .contains("p0 2026-01-01 1.00 1.00", "Later payments")
                .doesNotContain("Earlier payments");
    }

    /** The last ones, by date, with the totals of all. */
    @Test
    void ofVeryManyPaymentsTheLastAreShown() {
        String[] payments = IntStream.range(0, 1_100)
                .mapToObj(i -> dated(
                        "p" + i, "15", "1", LocalDate.of(2020, 1, 1).plusDays(i).toString()))
                .toArray(String[]::new);
        sent(upload("PATCH", "/payments", Samples.array(payments)));

        String first = text(page("/admin/patients/2"));
        String last = text(page("/admin/patients/2?from=950"));

        assertThat(first)
                .contains("c 2026-03-05 1,000.00 2,100.00 p1099", "Earlier payments")
                .contains("New 100 payments or more External ids p1099, p1098, p1097, p1096, p1095, …");
        assertThat(last).contains("1.00 102.00 There are more").doesNotContain("Earlier payments");
        assertThat(text(page("/admin/patients/2?from=5000"))).isEqualTo(last);
    }

    @Test
    void anUnknownPatientIsNotFound() {
        assertThat(visit("/admin/patients/99").statusCode()).isEqualTo(404);
        assertThat(visit("/admin/patients/Batti").statusCode()).isEqualTo(404);
    }

    @Test
    void aNameIsFoundWithoutStandingInAnAddress() {
        String[] many = IntStream.range(0, 120)
                .mapToObj(i -> Samples.patient("m" + i, "First", "Müller" + (1000 + i)))
                .toArray(String[]::new);
        sent(upload("PATCH", "/patients", Samples.array(many)));

        String page = act("/admin/patients/by-name", "name", "mull").body();

        assertThat(page)
                .contains("Müller1000, First", "Müller1049, First", "value=\"mull\"")
                .doesNotContain("Müller1050");
        Matcher cursor = CURSOR.matcher(page);
        assertThat(cursor.find()).isTrue();
        assertThat(act("/admin/patients/by-name", "name", "mull", "after", cursor.group(1))
                        .body())
                .contains("Müller1050, First", "Müller1099, First")
                .doesNotContain("Müller1049");
        assertThat(page).doesNotContainPattern("(href|action)=\"[^\"]*mull");
        assertThat(act("/admin/patients/by-name", "name", "<b>").body()).contains("No patient", "&lt;b&gt;");
        assertThat(act("/admin/patients/by-name", "name", " ").statusCode()).isEqualTo(400);
    }

    @Test
    void anIdLeadsToTheAddressOfThePatient() {
        assertThat(act("/admin/patients/by-id", "id", "15").headers().firstValue("Location"))
                .hasValue("/admin/patients/2");
        assertThat(act("/admin/patients/by-id", "id", "b").headers().firstValue("Location"))
                .hasValue("/admin/patients/1");
        assertThat(acted("/admin/patients/by-id", "id", "nobody")).contains("No patient and no payment has this id.");
    }

    @Test
    void aRangeIsFoundByAnAddressThatCanBeShared() {
        assertThat(text(page("/admin/patients?min=100"))).contains("1,000.00").doesNotContain("Batti");
        assertThat(text(page("/admin/patients?max=5"))).contains("Batti, Roy").doesNotContain("1,000.00");
        assertThat(page("/admin/patients?born_until=1970-01-01")).contains("No patient is like this");
        assertThat(visit("/admin/patients?min=much").statusCode()).isEqualTo(400);
        assertThat(visit("/admin/patients?min=2&max=1").statusCode()).isEqualTo(400);
        assertThat(visit("/admin/patients?min=2&deleted=true").statusCode()).isEqualTo(400);
    }

    @Test
    void deletedPatientsAreListedOnRequest() {
        sent(upload("PATCH", "/patients", "[{\"externalId\":\"8\",\"deleted\":true}]"));

        assertThat(page("/admin/patients")).doesNotContain("Batti");
        assertThat(text(page("/admin/patients?deleted=true"))).contains("Batti, Roy Gone");
        assertThat(act("/admin/patients/by-id", "id", "8").headers().firstValue("Location"))
                .hasValue("/admin/patients/1");
    }

    @Test
    void pagesOfAListFollowEachOther() {
        String[] many = IntStream.range(0, 120)
                .mapToObj(i -> Samples.patient("m" + i, "First", "N" + (1000 + i)))
                .toArray(String[]::new);
        sent(upload("PATCH", "/patients", Samples.array(many)));

        Matcher next = NEXT.matcher(page("/admin/patients?born_from=1980-01-01"));
        assertThat(next.find()).isTrue();
        String second = page(next.group(1).replace("&amp;", "&").replace("&#x3D;", "="));

        assertThat(second).contains("N1050").doesNotContain("N1000", "Batti").contains("First page");
    }

    @Test
    void changesAreListedSinceADay() {
        sent(upload("PATCH", "/payments", Samples.array(dated("a", "8", "9.29", "2026-01-05"))));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        String page = page("/admin/patients/changes?since=" + today);

        assertThat(page)
                .contains("<del>7.10</del> <ins>9.29</ins>", "href=\"/admin/patients/1\"", ESCAPED)
                .doesNotContain(SCRIPT);
        sent(upload("PATCH", "/payments", Samples.array("{\"externalId\":\"a\",\"deleted\":true}")));
        assertThat(page("/admin/patients/changes?since=" + today).replaceAll("\\s+", " "))
                .as("a payment that is gone leads to its patient, too")
                .containsPattern(
                        "Gone</span></td><th scope=\"row\" class=\"nowrap\"><a href=\"/admin/patients/1\">Payment");
        assertThat(page("/admin/patients/changes?since=" + today.plusDays(1))).contains("Nothing has changed since");
        assertThat(visit("/admin/patients/changes?since=x").statusCode()).isEqualTo(400);
    }
}
