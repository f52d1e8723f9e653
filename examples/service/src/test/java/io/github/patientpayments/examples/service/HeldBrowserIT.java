package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The pages of held inputs, money and patients in a real browser. */
class HeldBrowserIT extends BrowserTest {

    private void startWithNights() throws Exception {
        BrowserNights.fill(jdbcUrl, schema);
        startWithTokens("--held-folder", secrets.resolve("held").toString());
        open();
    }

    /** Refuses an upload that takes all patients but one. */
    private void refuse() {
        String one = Samples.array(Samples.patient("1", "Given", "Changed"));
        String exported = LocalDate.now(ZoneOffset.UTC) + "T00:00:00Z";
        assertThat(upload("POST", "/patients?exported_at=" + exported, one).statusCode())
                .isEqualTo(409);
    }

    private String held() {
        return "/admin/held/"
                + json(200, get("/runs?limit=1", "Authorization", "Bearer " + TOKEN))
                        .at("/items/0/run")
                        .asText();
    }

    @Test
    void everyPageIsAccessible() throws Exception {
        startWithNights();
        refuse();
        logInAs(TOKEN);
        page.navigate("/admin/held");
        check("held");
        page.locator("article a.button").click();
        check("held-input");
        page.getByText("Preview all of it").click();
        check("held-preview");
        page.getByText("Show names and amounts").click();
        check("held-preview-named");
        await("figures", () -> {
            page.navigate("/admin/money");
            return !page.content().contains("being added up");
        });
        check("money");
        page.locator("details").first().locator("summary").click();
        check("money-table");
        page.navigate("/admin/patients");
        check("patients");
        page.getByLabel("Beginning of the last or first name").fill("family");
        page.locator("form[action='/admin/patients/by-name'] button").first().click();
        assertThat(page.url()).doesNotContain("family");
        check("patients-by-name");
        page.locator("tbody a").first().click();
        check("patient");
        page.getByLabel("At the end of the day")
                .fill(LocalDate.now(ZoneOffset.UTC).minusDays(20).toString());
        page.getByText("Show", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.url()).contains("?at=");
        check("patient-then");
        page.navigate(
                "/admin/patients/changes?since=" + LocalDate.now(ZoneOffset.UTC).minusDays(3));
        check("patients-changed");
    }

    @Test
    void anEmptyStoreIsAccessible() throws Exception {
        startWithTokens();
        open();
        logInAs(TOKEN);
        for (String path : new String[] {"held", "money", "patients"}) {
            page.navigate("/admin/" + path);
            check("empty-" + path);
        }
    }

    @Test
    void twoBrowsersOnOneHeldInput() throws Exception {
        startWithNights();
        refuse();
        String input = held();
        logInAs(TOKEN);
        page.navigate(input);
        Page first = page;
        BrowserContext firsts = context;
        open();
        logInAs(TOKEN);
        page.navigate(input);

        decide(first, "Ana", "Take without deletions");
        first.waitForURL("**/admin/runs/*");
        decide(page, "Bo", "Dismiss");

        page.locator(".notice.bad").waitFor();
        assertThat(page.locator(".notice.bad").textContent()).isEqualTo("Already decided by Ana.");
        check("held-decided");
        firsts.close();
    }

    private static void decide(Page page, String name, String button) {
        page.getByLabel("Your name").fill(name);
        page.getByLabel("Reason").fill("The clinic has closed");
        page.getByText(button, new Page.GetByTextOptions().setExact(true)).click();
    }
}
