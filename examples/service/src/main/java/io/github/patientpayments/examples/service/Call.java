package io.github.patientpayments.examples.service;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.github.patientpayments.examples.common.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** One request and its answer, which is streamed. Made for one thread. */
final class Call {

    private static final int NO_BODY = -1;
    private static final int UNKNOWN_LENGTH = 0;

    private final HttpExchange exchange;
    private final Body body;
    private int status;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
        this.body = new Body(exchange.getRequestBody());
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        // May be kept by the one who asked, and by nobody in between; and never used again without asking.
        headers.set("Cache-Control", "private, no-cache");
        headers.set("Vary", "Accept-Encoding");
    }

    /** What comes in, and whether it came to its end. */
    private static final class Body extends FilterInputStream {

        private boolean ended;

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            ended = one < 0;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            ended = read < 0;
            return read;
        }
    }

    /** Writes the body of an answer. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Writes the body of an answer in JSON. */
    @FunctionalInterface
    interface JsonBody {
        void write(Json json) throws IOException;
    }

    /** HEAD is GET without the body. */
    String method() {
        return isHead() ? "GET" : exchange.getRequestMethod();
    }

    private boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    Query query(Set<String> known) {
        return Query.parse(exchange.getRequestURI().getRawQuery(), known);
    }

    String client() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The elements of a header that is a list, over all its lines. */
    Stream<String> list(String name) {
        List<String> lines = exchange.getRequestHeaders().getOrDefault(name, List.of());
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(element -> !element.isEmpty());
    }

    InputStream body() {
        return body;
    }

    void set(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    /** Whether the head of the answer is on its way, so that nothing else can be said. */
    boolean answered() {
        return status != 0;
    }

    /** As it was answered; 0 if it was not. */
    int status() {
        return status;
    }

    void json(int code, JsonBody body) throws IOException {
        json(code, "application/json", body);
    }

    void problem(Problem problem) throws IOException {
        // Else who keeps the problem would be told later that it has not changed.
        exchange.getResponseHeaders().remove("ETag");
        problem.headers().forEach(this::set);
        json(problem.status(), Problem.MEDIA_TYPE, problem::write);
    }

    private void json(int code, String mediaType, JsonBody body) throws IOException {
        answer(code, mediaType, out -> {
            // Not closed by an exception: closing would send the mark that the answer is whole.
            Json json = new Json(out);
            body.write(json);
            json.close();
        });
    }

    void text(String mediaType, String text) throws IOException {
        answer(200, mediaType, out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.close();
        });
    }

    /** The asker has it already. */
    void notModified() throws IOException {
        begin(304, NO_BODY);
    }

    private void answer(int code, String mediaType, Writer writer) throws IOException {
        boolean gzip = list("Accept-Encoding").anyMatch(Call::isGzip);
        set("Content-Type", mediaType);
        if (gzip) {
            set("Content-Encoding", "gzip");
        }
        if (isHead()) {
            begin(code, NO_BODY);
            return;
        }
        begin(code, UNKNOWN_LENGTH);
        OutputStream out = exchange.getResponseBody();
        writer.write(gzip ? new GZIPOutputStream(out, 8_192) : out);
    }

    private static boolean isGzip(String coding) {
        String plain = coding.toLowerCase(Locale.ROOT).replace(" ", "");
        return plain.equals("gzip") || (plain.startsWith("gzip;q=") && !plain.matches("gzip;q=0(\\.0*)?"));
    }

    private void begin(int code, int length) throws IOException {
        if (!body.ended
                && (header("Content-Length").isPresent()
                        || header("Transfer-Encoding").isPresent())) {
            // Whatever is left of the body would be taken for the next request.
            set("Connection", "close");
        }
        status = code;
        exchange.sendResponseHeaders(code, length);
    }
}
