package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.common.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error response in the format of RFC 9457. Contains no personal data, except that it may contain the id of a
 * record.
 */
final class Problem extends RuntimeException {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String title;
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private transient Members members = json -> {};

    /** Writes members beyond those of the standard. */
    @FunctionalInterface
    interface Members {
        void write(Json json) throws IOException;
    }

    /**
     * Creates a problem, to be thrown.
     *
     * @param type the last part of the type's URN
     * @param title the same for every problem of the type
     * @param detail what happened in this case, and what to do
     */
    Problem(int status, String type, String title, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "bad-request", "The request is invalid", detail);
    }

    /** A temporary problem: the same request may succeed later. */
    static Problem retryable(String type, String title, String detail, int seconds) {
        return new Problem(503, type, title, detail).header("Retry-After", String.valueOf(seconds));
    }

    static Problem stopping() {
        return retryable("stopping", "The service is stopping", "Retry when it is back.", 1)
                .header("Connection", "close");
    }

    Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Problem with(Members more) {
        this.members = more;
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    void write(Json json) throws IOException {
        json.object()
                .text("type", "urn:patient-payments:" + type)
                .text("title", title)
                .number("status", status)
                .text("detail", getMessage());
        members.write(json);
        json.end();
    }
}
