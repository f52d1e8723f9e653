package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The back office in a real browser: every page is accessible, in light and dark, on a desktop and on a phone. */
class BackOfficeBrowserIT extends BrowserTest {

    private void startWithNights() throws Exception {
        BrowserNights.fill(jdbcUrl, schema);
        Instant due = Instant.now().minus(BrowserNights.AGE).plus(Duration.ofHours(1));
        startWithTokens(
                "--due",
                due.atZone(ZoneOffset.UTC)
                        .toLocalTime()
                        .withSecond(0)
                        .withNano(0)
                        .toString(),
                "--erasure-key-file",
                file("key", "0123456789abcdef0123456789abcdef"));
        open();
    }

    @Test
    void everyPageIsAccessible() throws Exception {
        startWithNights();
        page.navigate("/admin");
        check("login");
        logInAs(ADMIN_TOKEN);
        assertThat(page.locator("h1").textContent()).isEqualTo("Fresh");
        check("overview");
        picture("overview");
        for (String path : List.of("runs", "rejections", "integrity")) {
            page.navigate("/admin/" + path);
            check(path);
            picture(path);
        }
        page.navigate("/admin/runs/41");
        check("run");
        page.navigate("/admin/runs/40/undo");
        check("undo-start");
        page.getByText("Preview the undo").click();
        check("undo");
        page.navigate("/admin/nowhere");
        complaints.clear(); // of the status 404
        check("missing");
    }

    @Test
    void anEmptyStoreIsAccessible() throws Exception {
        startWithTokens();
        open();
        logInAs(TOKEN);
        check("empty-overview");
        for (String path : List.of("runs", "rejections", "integrity")) {
            page.navigate("/admin/" + path);
            check("empty-" + path);
        }
    }

    @Test
    void aRefusedSyncIsRedAndUndoneByClicks() throws Exception {
        startWithNights();
        upload("POST", "/patients", "[]");
        logInAs(TOKEN);
        assertThat(page.locator("h1").textContent()).isEqualTo("Refused");
        check("refused");

        page.locator("nav a[href='/admin/runs']").click();
        page.navigate("/admin/runs/41");
        page.getByText("Preview the undo").click();
        page.getByLabel("Your name").fill("Ana");
        page.getByLabel("Reason").fill("That export was of another clinic");
        page.getByText("Undo: revert to run 40").click();
        assertThat(page.locator(".notice").textContent()).contains("Undone");
        check("undone");
        page.reload();
        assertThat(page.locator(".notice").count()).as("it is shown once").isZero();
    }

    @Test
    void theKeyboardAloneLogsInWorksAndLogsOut() {
        startWithTokens();
        open();
        page.navigate("/admin");
        page.keyboard().press("Tab");
        assertThat(focused()).isEqualTo("Skip to the content");
        page.keyboard().press("Tab");
        page.keyboard().type(TOKEN);
        page.keyboard().press("Tab");
        assertThat(focused()).isEqualTo("Log in");
        page.keyboard().press("Enter");
        page.waitForURL("**/admin");

        for (int i = 0; i < 30 && !focused().equals("Integrity"); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.waitForURL("**/admin/integrity");
        for (int i = 0; i < 30 && !focused().equals("Verify now"); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.getByText("The store is consistent.").waitFor();
        for (int i = 0; i < 30 && !focused().equals("Log out"); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        page.waitForURL("**/admin/login");
        page.navigate("/admin/runs");
        assertThat(page.url()).contains("/admin/login?to=");
    }

    private String focused() {
        return page.evaluate("document.activeElement.textContent").toString().strip();
    }

    @Test
    void aWrongTokenIsSaidToBeOne() throws Exception {
        startWithTokens();
        open();
        page.navigate("/admin/login");
        page.getByLabel("Token").fill("wrong");
        page.getByLabel("Token").press("Enter");
        page.locator("[role=alert]").waitFor();
        complaints.clear(); // of the status 401
        check("login-wrong");
    }
}
