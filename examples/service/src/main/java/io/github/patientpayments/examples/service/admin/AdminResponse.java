package io.github.patientpayments.examples.service.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response of the back office.
 *
 * @param headers in addition to those of every response of the service, or in place of them
 * @param body empty if there is none
 */
public record AdminResponse(int status, Map<String, String> headers, String mediaType, String body) {

    /** No scripts, no frames, and nothing from other hosts. Not even the attribute style is allowed. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    static AdminResponse html(int status, String body) {
        return of(status, "text/html; charset=utf-8", body);
    }

    private static AdminResponse of(int status, String mediaType, String body) {
        return new AdminResponse(
                status, Map.of("Content-Security-Policy", POLICY, "Cache-Control", "no-store"), mediaType, body);
    }

    /** A file to be saved by the browser. */
    static AdminResponse file(String name, String mediaType, String body) {
        return of(200, mediaType, body).with("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    /** Makes the browser GET another page, so that reloading it does not send a form again. */
    static AdminResponse redirect(String path) {
        return of(303, "text/plain; charset=utf-8", "").with("Location", path);
    }

    AdminResponse with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new AdminResponse(status, all, mediaType, body);
    }

    @Override
    public String toString() {
        return "AdminResponse[" + status + "]";
    }
}
