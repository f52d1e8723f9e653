package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service, a client that has logged in to its back office, and how long its requests take. */
final class PageTimes implements AutoCloseable {

    private static final String TOKEN = "a-token-of-enough-letters";
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern STYLESHEET = Pattern.compile("href=\"([^\"]+\\.css[^\"]*)\"");
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]*[?&]after=[^\"]+)\"");
    private static final int WARM_UP = 5;
    private static final double MILLI = 1e6;

    private final RunningService service;
    private final int rounds;
    private final List<String> rows = new ArrayList<>();
    private double floor = 1;
    private String cookie = "";
    private String csrf = "";
    private boolean warm = true;

    private PageTimes(RunningService service, int rounds) {
        this.service = service;
        this.rounds = rounds;
    }

    /** Starts the service, and logs in. */
    static PageTimes start(String jdbcUrl, String schema, Path folder, int rounds) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        PageTimes times = new PageTimes(
                RunningService.start(
                        jdbcUrl,
                        "--schema",
                        schema,
                        "--token-file",
                        token.toString(),
                        "--held-folder",
                        folder.resolve("held").toString()),
                rounds);
        times.cookie = times.answer(times.form("/admin/login", "token", TOKEN))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        return times;
    }

    /** Measures, and forgets it: the code is compiled then. */
    void warmUp(Runnable measurements) {
        warm = false;
        measurements.run();
        warm = true;
    }

    /** The median and the 95th percentile of many, after some that do not count. */
    void measure(String what, Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            nanos[i] = time(work);
        }
        Arrays.sort(nanos);
        row(what, nanos[rounds / 2] / MILLI, nanos[rounds * 95 / 100] / MILLI);
    }

    /** What takes long, or is done once only. */
    void once(String what, Runnable work) {
        double millis = time(work) / MILLI;
        row(what, millis, millis);
    }

    private static long time(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return System.nanoTime() - begun;
    }

    private void row(String what, double median, double high) {
        if (!warm) {
            return;
        }
        if (rows.isEmpty()) {
            floor = median;
        }
        String row = String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f |", what, median, high, median / floor);
        System.err.println(row);
        rows.add(row);
    }

    void get(String what, String path) {
        measure(what, () -> request(path));
    }

    void post(String what, String path, String... fields) {
        measure(what, () -> submit(path, fields));
    }

    /** Requests a page, which must be there. */
    String request(String path) {
        HttpResponse<String> answer = answer(to(path).GET());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Sends a form. */
    void submit(String path, String... fields) {
        List<String> all = new ArrayList<>(List.of("csrf", csrf()));
        all.addAll(List.of(fields));
        HttpResponse<String> answer = answer(form(path, all.toArray(String[]::new)));
        if (answer.statusCode() != 200 && answer.statusCode() != 303) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Looks at the page about money until it is complete. */
    void money() {
        while (request("/admin/money").contains("being added up")) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    String stylesheet() {
        return found(STYLESHEET, "/admin");
    }

    /** The address of the page after a page. */
    String next(String path) {
        return found(NEXT, path);
    }

    private String csrf() {
        if (csrf.isEmpty()) {
            csrf = found(CSRF, "/admin");
        }
        return csrf;
    }

    private String found(Pattern pattern, String path) {
        Matcher matcher = pattern.matcher(unescaped(request(path)));
        if (!matcher.find()) {
            throw new IllegalStateException(path + " has no " + pattern);
        }
        return matcher.group(1);
    }

    private static String unescaped(String html) {
        return html.replace("&#x3D;", "=").replace("&amp;", "&");
    }

    private HttpRequest.Builder form(String path, String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return to(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", pairs)));
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.base() + path));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) {
        try {
            return service.client().send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that was measured, in milliseconds; the ratio is that of the medians to the first row. */
    String table() {
        return "| | median, ms | 95%, ms | ÷ first |\n|---|---|---|---|\n" + String.join("\n", rows);
    }

    @Override
    public void close() {
        service.close();
    }
}
