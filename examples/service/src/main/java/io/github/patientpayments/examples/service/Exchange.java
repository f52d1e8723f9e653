package io.github.patientpayments.examples.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.patientpayments.examples.common.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One request and its response, which is streamed. Not thread-safe. */
final class Exchange {

    private static final int NO_BODY = -1;
    private static final int UNKNOWN_LENGTH = 0;

    private final HttpExchange exchange;
    private final ClientWait wait;
    private final RequestBody body;
    private final LateAnswer late;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Runnable place = () -> {};
    private volatile @Nullable UUID attempt;
    private int status;

    Exchange(HttpExchange exchange, ClientWait wait) throws IOException {
        this.exchange = exchange;
        this.wait = wait;
        this.body = new RequestBody(exchange.getRequestBody(), wait);
        this.late = new LateAnswer(exchange);
        if (!hasBody()) {
            wait.complete();
        }
        wait.received(this);
    }

    /** Those of every response. */
    static void headers(Headers headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        // The client may cache the response, proxies may not; and it must be revalidated before each use.
        headers.set("Cache-Control", "private, no-cache");
        headers.set("Vary", "Accept-Encoding");
    }

    /** Writes the body of a response. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Writes the body of a response as JSON. */
    @FunctionalInterface
    interface JsonBody {
        void write(Json json) throws IOException;
    }

    /** The method, with GET for HEAD: only the body of the response differs. */
    String method() {
        return isHead() ? "GET" : exchange.getRequestMethod();
    }

    private boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }

    RequestTarget target() {
        boolean http10 = exchange.getProtocol().equalsIgnoreCase("HTTP/1.0");
        return new RequestTarget(exchange.getRequestURI(), lines("Host"), http10);
    }

    Parameters parameters(Set<String> known) {
        return Parameters.parse(exchange.getRequestURI().getRawQuery(), known);
    }

    /** The query as it came. */
    String query() {
        return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    /** All headers, by their names in lower case; the lines of one are joined. */
    Map<String, String> allHeaders() {
        Map<String, String> all = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, lines) -> all.put(
                        name.toLowerCase(Locale.ROOT),
                        String.join(name.equalsIgnoreCase("Cookie") ? "; " : ", ", lines)));
        return all;
    }

    String client() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The elements of a list header, which may span several lines. */
    Stream<String> list(String name) {
        return lines(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty());
    }

    private List<String> lines(String name) {
        return exchange.getRequestHeaders().getOrDefault(name, List.of());
    }

    private boolean hasBody() {
        return header("Transfer-Encoding").isPresent()
                || header("Content-Length")
                        .filter(length -> !length.equals("0"))
                        .isPresent();
    }

    RequestBody body() {
        return body;
    }

    void setHeader(String name, String value) {
        headers.put(name, value);
    }

    /** Is given back when the response begins: a client that takes it slowly must not keep others waiting. */
    void holds(Runnable givenBack) {
        place = givenBack;
    }

    /** Gives the place back, if it is still held. */
    void giveBackPlace() {
        Runnable held = place;
        place = () -> {};
        held.run();
    }

    /** The request has become an attempt to sync. */
    void begins(UUID sync) {
        attempt = sync;
    }

    /** The attempt to sync that the request has become, if it has. */
    Optional<UUID> attempt() {
        return Optional.ofNullable(attempt);
    }

    LateAnswer late() {
        return late;
    }

    /** Whether the headers of the response have been sent, so that it can't be replaced by another. */
    boolean isCommitted() {
        return status != 0;
    }

    /** The status of the response; 0 if it has not been sent. */
    int status() {
        return status == 0 ? late.status() : status;
    }

    /** Ends the response, and the request. */
    void close() throws IOException {
        ResponseBody.waiting(wait, exchange::close, 0);
    }

    void json(int code, JsonBody body) throws IOException {
        json(code, "application/json", body);
    }

    void problem(Problem problem) throws IOException {
        // A client that cached the problem would later get 304 for it.
        headers.remove("ETag");
        problem.headers().forEach(this::setHeader);
        json(problem.status(), Problem.MEDIA_TYPE, problem::write);
    }

    void json(int code, String mediaType, JsonBody body) throws IOException {
        respond(code, mediaType, out -> {
            // Not closed after an exception: that would send the last chunk, which marks the response as complete.
            Json json = new Json(out);
            body.write(json);
            json.close();
        });
    }

    void text(String mediaType, String text) throws IOException {
        text(200, mediaType, text);
    }

    void text(int code, String mediaType, String text) throws IOException {
        respond(code, mediaType, out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.close();
        });
    }

    /** Sends 304: the client has the current response. */
    void notModified() throws IOException {
        begin(304, NO_BODY);
    }

    /** Sends no body. */
    void empty(int code) throws IOException {
        begin(code, NO_BODY);
    }

    private void respond(int code, String mediaType, Writer writer) throws IOException {
        boolean gzip = isCompressed();
        setHeader("Content-Type", mediaType);
        if (gzip) {
            setHeader("Content-Encoding", "gzip");
        }
        if (isHead()) {
            begin(code, NO_BODY);
            return;
        }
        begin(code, UNKNOWN_LENGTH);
        OutputStream out = new ResponseBody(exchange.getResponseBody(), wait);
        writer.write(gzip ? new GZIPOutputStream(out, 8_192) : out);
    }

    /** Whether the client takes gzip, so that the response is compressed. */
    boolean isCompressed() {
        return list("Accept-Encoding").anyMatch(Exchange::isGzip);
    }

    private static boolean isGzip(String coding) {
        String plain = coding.toLowerCase(Locale.ROOT).replace(" ", "");
        return plain.equals("gzip") || (plain.startsWith("gzip;q=") && !plain.matches("gzip;q=0(\\.0*)?"));
    }

    private void begin(int code, int length) throws IOException {
        if (hasBody() && !body.hasEnded()) {
            // The rest of the body would be parsed as the next request.
            setHeader("Connection", "close");
        }
        late.preclude();
        giveBackPlace();
        status = code;
        headers(exchange.getResponseHeaders());
        headers.forEach(exchange.getResponseHeaders()::set);
        ResponseBody.waiting(wait, () -> exchange.sendResponseHeaders(code, length), 0);
    }
}
