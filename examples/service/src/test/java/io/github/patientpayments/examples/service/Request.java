package io.github.patientpayments.examples.service;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request, in the terms of the document.
 *
 * @param path as it stands in the document
 * @param variable stands in the path for what is in braces
 */
record Request(
        String method, String path, String variable, String query, Map<String, String> headers, BodyPublisher body) {

    /** The token of every service that is tested with a document. */
    static final String ADMIN_TOKEN = "the-token-of-an-administrator";

    static Request of(String method, String path) {
        return new Request(method, path, "00000000-0000-0000-0000-000000000000", "", Map.of(), BodyPublishers.noBody());
    }

    static Request get(String path) {
        return of("GET", path);
    }

    /** A valid request: whether it succeeds depends on the database and the service alone. */
    static Request of(OpenApiDocument.Operation operation) {
        Request request = of(operation.method(), operation.path());
        if (operation.path().equals("/revert")) {
            request = request.query("to_run=0");
        }
        if (operation.isForAdmins()) {
            return request.json("{\"externalId\": \"15\"}").header("Authorization", "Bearer " + ADMIN_TOKEN);
        }
        return operation.takesBody() ? request.json("[]") : request;
    }

    Request without(String header) {
        Map<String, String> rest = new LinkedHashMap<>(headers);
        rest.remove(header);
        return new Request(method, path, variable, query, rest, body);
    }

    Request at(String value) {
        return new Request(method, path, value, query, headers, body);
    }

    Request query(String text) {
        return new Request(method, path, variable, text, headers, body);
    }

    Request header(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Request(method, path, variable, query, all, body);
    }

    Request body(String mediaType, byte[] bytes) {
        Request typed = header("Content-Type", mediaType);
        return new Request(method, path, variable, query, typed.headers, BodyPublishers.ofByteArray(bytes));
    }

    Request json(String text) {
        return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest to(String base) {
        String address = base + path.replaceFirst("\\{.*}", variable) + (query.isEmpty() ? "" : "?" + query);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).method(method, body).timeout(Duration.ofMinutes(1));
        headers.forEach(request::header);
        return request.build();
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
}
