package io.github.patientpayments.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Calls services and compares each response with the document. Deviations are collected until the end. */
final class CheckingClient {

    /** On every response, or about the connection: the document does not repeat them. */
    private static final Set<String> EVERYWHERE = Set.of(
            "cache-control",
            "connection",
            "content-length",
            "content-security-policy",
            "content-type",
            "cross-origin-resource-policy",
            "date",
            "referrer-policy",
            "transfer-encoding",
            "vary",
            "x-content-type-options");

    private static final int TRIES = 500;

    private final OpenApiDocument document;
    private final Set<String> seen = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    CheckingClient(OpenApiDocument document) {
        this.document = document;
    }

    /** Every answer that came, such as {@code GET /patients 200}. */
    Set<String> seen() {
        return seen;
    }

    List<String> faults() {
        return faults;
    }

    HttpResponse<byte[]> expect(int status, RunningService service, Request request) throws Exception {
        return checked(status, request, send(service, request));
    }

    /** Repeats the request until the response has that status: its cause happens concurrently. */
    void await(int status, RunningService service, Request request) throws Exception {
        HttpResponse<byte[]> answer = send(service, request);
        for (int i = 0; answer.statusCode() != status && i < TRIES; i++) {
            Thread.sleep(10);
            answer = send(service, request);
        }
        checked(status, request, answer);
    }

    private static HttpResponse<byte[]> send(RunningService service, Request request) throws Exception {
        HttpClient client = service.client();
        return client.send(request.to(service.base()), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> checked(int expected, Request request, HttpResponse<byte[]> answer)
            throws IOException {
        String what = request + " " + answer.statusCode();
        if (answer.statusCode() != expected) {
            faults.add(what + ": expected " + expected + ", got "
                    + new String(answer.body(), StandardCharsets.UTF_8).lines().findFirst());
        }
        List<String> places = document.responses(request.method(), request.path());
        String response = document.resolved(places.get(0) + "/" + answer.statusCode());
        if (response == null) {
            faults.add(what + ": this status is not documented");
        } else {
            places.forEach(place -> seen.add(place + "/" + answer.statusCode()));
            checkBody(what, response, answer);
            checkHeaders(what, response, answer);
        }
        return answer;
    }

    private void checkBody(String what, String response, HttpResponse<byte[]> answer) throws IOException {
        if (answer.request().method().equals("HEAD")) {
            check(what + ": HEAD has a body", answer.body().length == 0);
            return;
        }
        String mediaType =
                answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (document.root().at(response + "/content").isMissingNode()) {
            check(what + ": a body that is not documented", answer.body().length == 0);
            return;
        }
        String content = response + "/content/" + OpenApiDocument.escaped(mediaType);
        if (document.resolved(content) == null) {
            faults.add(what + ": " + mediaType + " is not documented");
            return;
        }
        JsonNode body = mediaType.endsWith("json")
                ? OpenApiDocument.JSON.readTree(answer.body())
                : TextNode.valueOf(new String(answer.body(), StandardCharsets.UTF_8));
        String wrong = document.faults(content + "/schema", body);
        check(what + ": the body: " + wrong, wrong.isEmpty());
    }

    private void checkHeaders(String what, String response, HttpResponse<byte[]> answer) {
        Set<String> undocumented = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        undocumented.addAll(answer.headers().map().keySet());
        undocumented.removeIf(name -> EVERYWHERE.contains(name.toLowerCase(Locale.ROOT)));
        document.names(response + "/headers").forEach(name -> {
            undocumented.remove(name);
            String header = document.resolved(response + "/headers/" + name);
            List<String> values = answer.headers().allValues(name);
            boolean required = document.root().at(header + "/required").asBoolean();
            check(what + ": " + name + " is missing", !required || !values.isEmpty());
            for (String value : values) {
                String wrong = document.faults(header + "/schema", TextNode.valueOf(value));
                check(what + ": " + name + ": " + wrong, wrong.isEmpty());
            }
        });
        check(what + ": not documented: " + undocumented, undocumented.isEmpty());
        for (String name : List.of("Cache-Control", "Vary", "X-Content-Type-Options")) {
            check(
                    what + ": " + name + " is missing",
                    answer.headers().firstValue(name).isPresent());
        }
    }

    void check(String otherwise, boolean right) {
        if (!right) {
            faults.add(otherwise);
        }
    }
}
