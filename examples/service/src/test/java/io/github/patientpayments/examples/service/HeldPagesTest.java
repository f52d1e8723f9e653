package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person decides on refused uploads in the back office. */
class HeldPagesTest extends AdminTest {

    private static final Pattern BASE = Pattern.compile("name=\"base\" value=\"(\\d+)\"");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SCRIPT = "<script>alert(1)</script>";

    @BeforeEach
    void refuseAnUpload() {
        startHolding();
        logIn(TOKEN);
        assertThat(upload("POST", "/patients", patients(10)).statusCode()).isEqualTo(200);
        assertThat(upload("POST", "/patients", patients(2)).statusCode()).isEqualTo(409);
    }

    private void startHolding() {
        startWithTokens("--held-folder", secrets.resolve("held").toString());
    }

    private static String patients(int number) {
        return Samples.array(IntStream.rangeClosed(1, number)
                .mapToObj(id -> Samples.patient("e" + id, "First" + number, SCRIPT))
                .toArray(String[]::new));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(secrets.resolve("held"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private int live() {
        return json(200, api("/patients?limit=100")).path("items").size();
    }

    private HttpResponse<String> api(String path) {
        return get(path, "Authorization", "Bearer " + TOKEN);
    }

    private static String base(String page) {
        Matcher found = BASE.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private static String[] decision(String kind, String base, String... more) {
        List<String> fields =
                new ArrayList<>(List.of("decision", kind, "base", base, "by", "Ana", "why", "The clinic has closed"));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    @Test
    void itIsListedWithItsFiguresAndWithoutNames() {
        assertThat(page("/admin/held"))
                .contains("All patients, run 2", "8 of 10 live patients would be deleted", "deletions", "kept until");

        String input = page("/admin/held/2");

        assertThat(input)
                .contains("8 of 10 live patients", "Allow once", "Take without deletions", "Dismiss")
                .contains("The file is kept until")
                .doesNotContain("script>", "First2", "e10");
        assertThat(base(input)).isEqualTo("1");
    }

    @Test
    void allowedOnceItIsAppliedAndTheDecisionStandsWithWhoAndWhy() throws IOException {
        String held = acted("/admin/held/2", decision("dismiss", "1", "decision-is", "the first value"));

        assertThat(held).contains("Dismissed", "Ana", "The clinic has closed", "Its file is deleted");
        assertThat(files()).doesNotContain("held-2.body");

        assertThat(upload("POST", "/patients", patients(3)).statusCode()).isEqualTo(409);
        HttpResponse<String> allowed = act("/admin/held/3", decision("allow", "1", "typed", "3"));

        assertThat(allowed.headers().firstValue("Location")).hasValue("/admin/runs/4");
        assertThat(live()).isEqualTo(3);
        assertThat(page("/admin/held")).contains("Nothing waits", "Allowed once", "href=\"/admin/runs/4\"", "Ana");
        assertThat(page("/admin/runs/4")).contains("Allowed once by Ana", "Reason: The clinic has closed");
        assertThat(page("/admin/held/3"))
                .contains("Allowed once by Ana", "Reason: The clinic has closed")
                .doesNotContain("name=\"decision\"");
    }

    @Test
    void withoutItsDeletionsTheRestIsApplied() {
        act("/admin/held/2", decision("without-deletions", "1"));

        assertThat(live()).isEqualTo(10);
        assertThat(json(200, api("/runs/3")).at("/patients/withheld").asInt()).isEqualTo(8);
    }

    @Test
    void toAllowItTheNumberOfTheRunIsTyped() {
        HttpResponse<String> answer = act("/admin/held/2", decision("allow", "1", "typed", "3"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("role=\"alert\"", "type the number of its run: 2", "value=\"Ana\"", "The clinic has closed");
        assertThat(live()).isEqualTo(10);
    }

    @Test
    void aDecisionNeedsANameAndAReason() {
        for (String field : List.of("by", "why")) {
            String[] fields = decision("dismiss", "1");
            fields[field.equals("by") ? 5 : 7] = " ";
            assertThat(act("/admin/held/2", fields).body()).contains("must have 1 to");
        }
        assertThat(page("/admin/held/2")).contains("Dismiss");
    }

    @Test
    void onAnotherBaseANewPreviewIsNeeded() {
        upload("PATCH", "/patients", Samples.array(Samples.patient("new")));

        String moved = page("/admin/held/2");
        HttpResponse<String> refused = act("/admin/held/2", decision("allow", "1", "typed", "2"));

        assertThat(moved).contains("The mirror has changed since").doesNotContain("Allow once");
        assertThat(refused.body()).contains("Nothing was applied. Look at a new preview.");
        assertThat(live()).isEqualTo(11);

        String preview = act("/admin/held/2/preview").body();
        assertThat(preview).contains("What it would do now", "Allow once");
        act("/admin/held/2", decision("allow", base(preview), "typed", "2"));
        assertThat(live()).isEqualTo(2);
    }

    @Test
    void aPreviewShowsNamesAfterAClickOnly() {
        String without = act("/admin/held/2/preview").body();
        String named = act("/admin/held/2/preview", "names", "true").body();
        String withheld = act("/admin/held/2/preview", "withheld", "true").body();

        assertThat(without)
                .contains("Patient 10", "Gone", "Show names and amounts", "Not shown")
                .doesNotContain("script&gt;", "e10", "First2");
        assertThat(named)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "e10", "<del>First10</del> <ins>First2</ins>")
                .doesNotContain(SCRIPT, "Show names");
        assertThat(withheld).contains("without its deletions").doesNotContain("bad\">Gone<");
        assertThat(live()).isEqualTo(10);
    }

    @Test
    void ofTwoBrowsersTheSecondLearnsWhoHasDecided() {
        List<String> cookies = new ArrayList<>();
        List<Runnable> later = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> both = new ArrayList<>();
        for (String name : List.of("Ana", "Bo")) {
            useCookie("");
            logIn(TOKEN);
            String cookie = cookie();
            cookies.add(cookie);
            String form = "csrf=%s&decision=allow&typed=2&base=1&by=%s&why=right".formatted(csrf(), name);
            both.add(CompletableFuture.supplyAsync(
                    () -> send("POST", "/admin/held/2", FORM, BodyPublishers.ofString(form), "Cookie", cookie),
                    later::add));
        }
        later.forEach(task -> new Thread(task).start());

        List<String> places = both.stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.headers().firstValue("Location").orElseThrow())
                .toList();

        assertThat(places).containsExactlyInAnyOrder("/admin/held/2", "/admin/runs/3");
        int second = places.indexOf("/admin/held/2");
        useCookie(cookies.get(second));
        assertThat(page("/admin/held/2"))
                .containsPattern(
                        second == 0 ? "Already decided by Bo|Bo is deciding" : "Already decided by Ana|Ana is deciding")
                .contains(second == 0 ? "Allowed once by Bo" : "Allowed once by Ana");
        assertThat(live()).isEqualTo(2);
        assertThat(api("/runs/4").statusCode()).isEqualTo(404);
    }

    @Test
    void itIsStillThereAfterARestart() {
        stop();
        startHolding();
        useCookie("");
        logIn(TOKEN);

        act("/admin/held/2", decision("allow", "1", "typed", "2"));

        assertThat(live()).isEqualTo(2);
    }

    @Test
    void whatIsNotHeldIsNotFound() {
        assertThat(visit("/admin/held/1").statusCode()).isEqualTo(404);
        assertThat(visit("/admin/held/x").statusCode()).isEqualTo(404);
        assertThat(act("/admin/held/1", decision("dismiss", "1")).statusCode()).isEqualTo(404);
        assertThat(act("/admin/held/2", decision("destroy", "1")).statusCode()).isEqualTo(400);
    }

    @Test
    void withoutTheTokenOfTheFormNothingIsDecided() {
        assertThat(submit("/admin/held/2", decision("allow", "1", "typed", "2")).statusCode())
                .isEqualTo(403);
        assertThat(submit("/admin/held/2/preview", "names", "true").statusCode())
                .isEqualTo(403);
        assertThat(live()).isEqualTo(10);
    }

    @Test
    void ifNoneIsKeptThePageSaysWhy() {
        startWithTokens();
        useCookie("");
        logIn(TOKEN);

        assertThat(page("/admin/held")).contains("--no-held");
        assertThat(visit("/admin/held/2").statusCode()).isEqualTo(404);
    }
}
