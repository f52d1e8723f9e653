package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pages of the back office show, and what their forms do. */
class AdminPagesTest extends AdminTest {

    private static final String NAUGHTY = "<script>alert(1)</script>";

    @BeforeEach
    void logIn() {
        startWithTokens("--erasure-key-file", file("key", "0123456789abcdef0123456789abcdef"));
        logIn(TOKEN);
    }

    private void load() {
        json(
                200,
                upload(
                        "POST",
                        "/patients",
                        Samples.array(
                                Samples.patient("4"), Samples.patient("5"), Samples.patient("8", NAUGHTY, "O'Neil"))));
        json(
                200,
                upload(
                        "POST",
                        "/payments",
                        Samples.array(Samples.payment("401", "4", "1.50"), Samples.payment("501", "5", "-7.10"))));
    }

    @Test
    void anEmptyStoreSaysWhatToDo() {
        assertThat(page("/admin")).contains("No data", "Nothing has been synced yet", "No runs yet");
        assertThat(page("/admin/runs")).contains("No runs yet");
        assertThat(page("/admin/rejections")).contains("No sync has read any records");
        assertThat(page("/admin/integrity")).contains("Not yet", "Only administrators erase patients");
    }

    @Test
    void withoutADueTimeNothingIsGreen() {
        load();

        assertThat(page("/admin"))
                .contains("No due time", "--due", "class=\"hero info\"")
                .doesNotContain("hero good");
    }

    @Test
    void aRefusedSyncIsShownInRed() {
        load();
        problem(409, "refused", upload("POST", "/patients", "[]"));

        assertThat(page("/admin")).contains("hero bad", "Refused", "The last sync of patients was refused (empty");
        assertThat(page("/admin/runs")).contains("badge bad").contains("class=\"refused\"");
        assertThat(page("/admin/runs/3")).contains("Refused for: empty").doesNotContain("Preview the undo");
    }

    @Test
    void runsAreListedAndReported() {
        load();

        assertThat(page("/admin/runs")).contains("href=\"/admin/runs/1\"", "href=\"/admin/runs/2\"", "class=\"new\"");
        assertThat(page("/admin/runs/1")).contains("Run 1", "Snapshot", "Applied", "Preview the undo");
        assertThat(page("/admin/runs?before=2"))
                .contains("href=\"/admin/runs/1\"")
                .doesNotContain("href=\"/admin/runs/2\"");
        for (String nothing :
                List.of("/admin/runs/99", "/admin/runs/x", "/admin/runs/-1", "/admin/runs/99999999999999999999")) {
            assertThat(visit(nothing).statusCode()).as(nothing).isEqualTo(404);
        }
    }

    @Test
    void unchangedRunsInARowAreOneRow() {
        load();
        for (int i = 0; i < 4; i++) {
            upload(
                    "POST",
                    "/payments",
                    Samples.array(Samples.payment("401", "4", "1.50"), Samples.payment("501", "5", "-7.10")));
        }

        assertThat(page("/admin/runs")).contains("4 runs in a row found nothing changed");
    }

    @Test
    void aRunIsUndoneAfterAPreview() {
        load();
        json(200, upload("PATCH", "/patients", Samples.array(Samples.patient("9"))));

        assertThat(page("/admin/runs/3/undo"))
                .as("a look computes nothing")
                .contains("Preview the undo")
                .doesNotContain("revert to run 2", "the last one took");
        String preview = act("/admin/runs/3/undo/preview").body();
        assertThat(preview)
                .contains("nothing has been changed", "revert to run 2", "patient 4", "deleted")
                .doesNotContain("First9", "O&#39;Neil");
        json(200, get("/patients/9", "Authorization", "Bearer " + TOKEN));
        assertThat(page("/admin/runs/3/undo")).contains("the last one took");

        assertThat(act("/admin/runs/3/undo", "base", "3", "by", "Ana \"<", "why", " ")
                        .body())
                .contains("The reason must have 1 to 300 characters", "value=\"Ana &quot;&lt;\"")
                .doesNotContain("Undone");
        assertThat(acted("/admin/runs/3/undo", "base", "3", "by", "Ana", "why", "a test"))
                .contains("Undone: the mirror is what it was before run 3", "Run 4", "<dd>Undone by Ana: a test</dd>");
        problem(404, "no-record", get("/patients/9", "Authorization", "Bearer " + TOKEN));
        assertThat(page("/admin")).contains("Reverted", "hero warn");
        assertThat(act("/admin/runs/3/undo/preview").body()).contains("There is nothing to undo");
    }

    @Test
    void anUndoOfAStoreThatHasChangedSinceItsPreviewIsRefused() {
        load();
        act("/admin/runs/2/undo/preview");
        json(200, upload("PATCH", "/patients", Samples.array(Samples.patient("9"))));

        assertThat(acted("/admin/runs/2/undo", "base", "2", "by", "Ana", "why", "a test"))
                .contains("Nothing was undone: the store has changed");
        json(200, get("/patients/9", "Authorization", "Bearer " + TOKEN));
        assertThat(act("/admin/runs/2/undo").statusCode()).as("without a base").isEqualTo(404);
    }

    @Test
    void rejectionsAreGroupedAndNewOnesComeFirst() {
        load();
        String bad = Samples.array(
                Samples.payment("401", "4", "1.50"),
                Samples.payment("502", "nobody", "1"),
                Samples.payment("503", "nobody", "1"));
        upload("POST", "/payments?lift=deletions", bad);
        assertThat(page("/admin/rejections"))
                .contains("2 of 3 records", "badge warn\">New", "unknown-patient", "66.7%");
        upload(
                "PATCH",
                "/payments",
                Samples.array(Samples.payment("504", "nobody", "1"), Samples.payment("505", "4", "\"x\"")));

        String page = page("/admin/rejections");
        assertThat(page).contains("invalid-number", "Nothing was rejected");
        assertThat(page.indexOf("invalid-number")).isLessThan(page.indexOf("unknown-patient"));
        assertThat(page.split("badge warn\">New", -1)).as("one is new").hasSize(2);
        assertThat(page("/admin/rejections?run=3")).contains("2 of 3 records").doesNotContain("invalid-number");
        assertThat(visit("/admin/rejections?run=99").statusCode()).isEqualTo(404);
    }

    @Test
    void theDownloadHasIdsAndNoFormulas() {
        load();
        upload(
                "POST",
                "/patients?lift=deletions,all-rejected,too-many-rejections",
                "[{\"externalId\":\"=1+1\",\"firstName\":\"Secret\"},{\"externalId\":\"-5\"},{\"externalId\":\"-5+1\"},"
                        + "{\"externalId\":\"@a\"},{\"externalId\":\"+1\"},{\"externalId\":\"a\\\"b,c\"}]");

        HttpResponse<String> answer = visit("/admin/rejections/3");

        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename=\"rejections-of-run-3.csv\"");
        assertThat(answer.body())
                .startsWith("run,record_type,position,line,external_id,patient_external_id,field,code\r\n")
                .contains(",'=1+1,", ",-5,", ",'-5+1,", ",'@a,", ",'+1,", ",\"a\"\"b,c\",")
                .doesNotContain("Secret");
    }

    @Test
    void theStoreIsVerifiedOnRequest() {
        load();

        assertThat(acted("/admin/integrity/verify")).contains("The store is consistent", "badge good");
        assertThat(submit("/admin/integrity/verify").statusCode()).isEqualTo(403);
    }

    @Test
    void onlyAdministratorsErase() {
        load();

        assertThat(act("/admin/integrity/erase", "id", "4", "again", "4").statusCode())
                .isEqualTo(403);
        assertThat(act("/admin/integrity/unsuppress", "id", "4", "again", "4").statusCode())
                .isEqualTo(403);
        json(200, get("/patients/4", "Authorization", "Bearer " + TOKEN));
    }

    @Test
    void aPatientIsErasedIfTheIdIsTypedTwice() {
        load();
        logIn(ADMIN_TOKEN);

        HttpResponse<String> answer = act("/admin/integrity/erase", "id", "4", "again", "5");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("typed twice");
        json(200, get("/patients/4", "Authorization", "Bearer " + TOKEN));

        assertThat(acted("/admin/integrity/erase", "id", "4", "again", "4"))
                .contains("Erased in run 3: 1 patient, 1 payment, 0 versions and 0 rejections.");
        problem(404, "no-record", get("/patients/4", "Authorization", "Bearer " + TOKEN));
        assertThat(acted("/admin/integrity/unsuppress", "id", "5", "again", "5"))
                .contains("Nothing was done");
        assertThat(acted("/admin/integrity/unsuppress", "id", "4", "again", "4"))
                .contains("The suppression is lifted");
    }

    @Test
    void whatOthersHaveSentIsEscaped() {
        load();
        upload(
                "POST",
                "/patients?lift=deletions",
                Samples.array("{\"externalId\":\"" + NAUGHTY + "\"}", Samples.patient("4")));

        for (String path : List.of(
                "/admin",
                "/admin/runs",
                "/admin/runs/1",
                "/admin/runs/1/undo",
                "/admin/rejections",
                "/admin/integrity",
                "/admin/login?to=%22%3E" + NAUGHTY.replace("<", "%3C").replace(">", "%3E"))) {
            assertThat(visit(path).body()).as(path).doesNotContain("<script");
        }
        assertThat(act("/admin/runs/1/undo/preview").body())
                .contains("What would happen")
                .doesNotContain("<script");
    }
}
