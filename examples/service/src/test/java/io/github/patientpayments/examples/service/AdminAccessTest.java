package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

/** Who is let into the back office, and what other sites can't do there. */
class AdminAccessTest extends AdminTest {

    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    @Test
    void withoutASessionEveryPageLeadsToTheLogIn() {
        startWithTokens();

        assertThat(location(get("/admin"))).isEqualTo("/admin/login");
        assertThat(location(get("/admin", "Cookie", "patient_payments_admin=wrong")))
                .isEqualTo("/admin/login");
        assertThat(location(submit("/admin/logout"))).startsWith("/admin/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN, ADMIN_TOKEN})
    void eitherTokenLogsIn(String token) {
        startWithTokens();

        logIn(token);

        assertThat(page("/admin")).contains("Is it fresh?").contains(token.equals(TOKEN) ? "User" : "Administrator");
    }

    @Test
    void theCookieIsForThePagesAlone() {
        startWithTokens("--https");

        HttpResponse<String> answer = submit("/admin/login", "token", TOKEN);

        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Path=/admin;", "HttpOnly", "SameSite=Strict", "Secure")
                .doesNotContain(TOKEN);
        problem(
                401,
                "unauthorized",
                get(
                        "/patients",
                        "Cookie",
                        answer.headers().firstValue("Set-Cookie").get()));
    }

    @Test
    void overHttpTheCookieIsNotSecure() {
        startWithTokens();

        assertThat(submit("/admin/login", "token", TOKEN)
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow())
                .doesNotContain("Secure");
    }

    @Test
    void aWrongTokenIsRefusedAndTooManyHaveToWait() {
        startWithTokens();

        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = submit("/admin/login", "token", "wrong");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("not a token of the service").doesNotContain("wrong");
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
        HttpResponse<String> refused = submit("/admin/login", "token", TOKEN);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aLogInThatSucceedsStartsTheCountAgain() {
        startWithTokens();
        logInBetweenFailures(ADMIN_TOKEN);
        stop();
        start("--token-file", file("token", TOKEN));
        logInBetweenFailures(TOKEN);
    }

    private void logInBetweenFailures(String token) {
        for (int i = 0; i < 30; i++) {
            assertThat(submit("/admin/login", "token", i % 5 == 0 ? token : "wrong")
                            .statusCode())
                    .isEqualTo(i % 5 == 0 ? 303 : 401);
        }
    }

    @Test
    void aUserWhoGuessesTheAdministratorsTokenHasToWait() {
        startWithTokens();
        for (int i = 0; i < 10; i++) {
            assertThat(submit("/admin/login", "token", "wrong").statusCode()).isEqualTo(401);
            int user = submit("/admin/login", "token", TOKEN).statusCode();
            assertThat(user).isEqualTo(i < 9 ? 303 : 429);
        }
        assertThat(submit("/admin/login", "token", "wrong").statusCode()).isEqualTo(429);
    }

    @Test
    void withTheAdministratorsTokenAloneAnybodyHereIsAUser() {
        start("--admin-token-file", file("admin-token", ADMIN_TOKEN));

        assertThat(get("/admin/login").body())
                .contains("id=\"token\"", "leave it empty", "Continue")
                .doesNotContain(" required");
        assertThat(submit("/admin/login", "token", "wrong").statusCode()).isEqualTo(401);
        logIn("");
        assertThat(page("/admin")).contains("User");
        useCookie("");
        logIn(ADMIN_TOKEN);
        assertThat(page("/admin")).contains("Administrator");
        useCookie("");
        for (int i = 0; i < 10; i++) {
            assertThat(submit("/admin/login", "token", "wrong").statusCode()).isEqualTo(401);
        }
        assertThat(submit("/admin/login", "token", ADMIN_TOKEN).statusCode()).isEqualTo(429);
    }

    @Test
    void aLogOutEndsTheSession() {
        startWithTokens();
        logIn(TOKEN);

        HttpResponse<String> answer = act("/admin/logout");

        assertThat(location(answer)).isEqualTo("/admin/login");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(location(visit("/admin"))).isEqualTo("/admin/login");
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        startWithTokens();
        logIn(TOKEN);
        String other = csrf();
        logIn(TOKEN);

        for (HttpResponse<String> answer : List.of(
                submit("/admin/logout"),
                submit("/admin/logout", "csrf", "wrong"),
                submit("/admin/logout", "csrf", other))) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("The form is out of date");
        }
        assertThat(visit("/admin").statusCode()).as("still logged in").isEqualTo(200);
    }

    @Test
    void aFormOfAnotherSiteIsRefused() {
        startWithTokens();
        logIn(TOKEN);
        String body = "csrf=" + csrf();
        String here = "http://localhost:" + port();

        for (String[] header : new String[][] {
            {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "none"},
            {"Origin", "https://evil.example"}, {"Origin", "http://localhost:1"}, {"Origin", "not a uri"},
        }) {
            HttpResponse<String> answer = send(
                    "POST",
                    "/admin/logout",
                    "application/x-www-form-urlencoded",
                    BodyPublishers.ofString(body),
                    "Cookie",
                    cookie(),
                    header[0],
                    header[1]);
            assertThat(answer.statusCode()).as(header[1]).isEqualTo(403);
            assertThat(answer.body()).contains("The form comes from another site");
        }
        assertThat(send(
                                "POST",
                                "/admin/logout",
                                "application/x-www-form-urlencoded",
                                BodyPublishers.ofString(body),
                                "Cookie",
                                cookie(),
                                "Origin",
                                here)
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void pagesAllowNoScriptsAndAreNotStored() {
        startWithTokens();
        logIn(TOKEN);

        for (HttpResponse<String> answer : List.of(get("/admin/login"), visit("/admin"), visit("/admin/nowhere"))) {
            assertThat(answer.headers().map())
                    .containsEntry("content-security-policy", List.of(POLICY))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("cache-control", List.of("no-store"));
            assertThat(answer.body()).doesNotContain("<script", "style=", "onclick");
        }
        assertThat(visit("/admin/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void theStylesheetIsKeptByBrowsers() {
        startWithTokens();

        HttpResponse<String> answer = get("/admin/static/admin.css");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("max-age=86400");
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/admin/static/admin.css", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(get("/admin/static/icon.svg").headers().firstValue("Content-Type"))
                .hasValue("image/svg+xml");
        assertThat(get("/admin/static/layout.mustache").statusCode()).isEqualTo(404);
    }

    @Test
    void afterTheLogInThePageIsShownThatWasAskedFor() {
        startWithTokens();

        assertThat(location(get("/admin/logout"))).isNotNull();
        assertThat(location(submit("/admin/login", "token", TOKEN, "to", "/admin/runs/7")))
                .isEqualTo("/admin/runs/7");
        for (String elsewhere :
                List.of("https://evil.example", "//evil.example", "/admin//evil", "/patients", "/admin\r\nX: y")) {
            assertThat(location(submit("/admin/login", "token", TOKEN, "to", elsewhere)))
                    .isEqualTo("/admin");
        }
    }

    @Test
    void withoutATokenThisMachineAloneIsServed() {
        start();

        assertThat(get("/admin/login").body()).contains("runs without a token", "--token-file", "Continue");
        assertThat(RawHttp.text(port(), "GET /admin/login HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
        logIn("");
        assertThat(page("/admin")).contains("User");
    }

    @Test
    void optionsThatAreNoTimesAreRefused() {
        for (String[] wrong : new String[][] {
            {"--due", "25:00"}, {"--due", "seven"}, {"--grace", "-1"}, {"--grace", "1000"}, {"--zone", "Bogota"}
        }) {
            assertThatThrownBy(() -> start(wrong))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining(wrong[0]);
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none: " + answer.statusCode());
    }
}
