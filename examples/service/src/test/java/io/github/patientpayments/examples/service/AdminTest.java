package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A service with a back office, and a person who has logged in there. */
abstract class AdminTest extends ServiceTest {

    static final String TOKEN = "a-token-of-enough-letters";
    static final String ADMIN_TOKEN = "the-token-of-administrators";

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    @TempDir
    Path secrets;

    /** The cookie of the session; empty before the log-in. */
    private String cookie = "";

    AdminTest(String jdbcUrl) {
        super(jdbcUrl);
    }

    /** With a new database in memory. */
    AdminTest() {}

    final void startWithTokens(String... more) {
        String[] tokens = {
            "--token-file", file("token", TOKEN), "--admin-token-file", file("admin-token", ADMIN_TOKEN),
        };
        start(Stream.concat(Stream.of(tokens), Stream.of(more)).toArray(String[]::new));
    }

    final String file(String name, String text) {
        try {
            return Files.writeString(secrets.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void logIn(String token) {
        HttpResponse<String> answer = submit("/admin/login", "token", token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    final void useCookie(String value) {
        cookie = value;
    }

    final String cookie() {
        return cookie;
    }

    final HttpResponse<String> visit(String path) {
        return cookie.isEmpty() ? get(path) : get(path, "Cookie", cookie);
    }

    /** The page, which must be there. */
    final String page(String path) {
        HttpResponse<String> answer = visit(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Sends a form, without the token that a page would put into it. */
    final HttpResponse<String> submit(String path, String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        String body = pairs.stream().collect(Collectors.joining("&"));
        String[] headers = cookie.isEmpty() ? new String[0] : new String[] {"Cookie", cookie};
        return send("POST", path, "application/x-www-form-urlencoded", BodyPublishers.ofString(body), headers);
    }

    /** Sends a form with the token of the session. */
    final HttpResponse<String> act(String path, String... fields) {
        return submit(
                path,
                Stream.concat(Stream.of("csrf", csrf()), Stream.of(fields)).toArray(String[]::new));
    }

    /** The page to which a form leads. */
    final String acted(String path, String... fields) {
        HttpResponse<String> answer = act(path, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        return page(answer.headers().firstValue("Location").orElseThrow());
    }

    final String csrf() {
        Matcher found = CSRF.matcher(page("/admin"));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /** Uploads to the API with the service's token. */
    final HttpResponse<String> upload(String method, String path, String body) {
        return send(method, path, JSON, BodyPublishers.ofString(body), "Authorization", "Bearer " + TOKEN);
    }
}
