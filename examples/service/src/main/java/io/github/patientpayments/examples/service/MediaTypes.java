package io.github.patientpayments.examples.service;

import java.util.List;
import java.util.Locale;

/**
 * The types of bodies. None of them can be sent by an HTML form, nor by a script without a CORS preflight: so no web
 * page can change a store on its visitor's machine.
 */
final class MediaTypes {

    static final List<String> JSON = List.of("application/json");
    static final List<String> RECORDS =
            List.of("application/gzip", "application/json", "application/x-ndjson", "application/zip");

    private MediaTypes() {}

    static void check(Exchange exchange, List<String> accepted) {
        String type = exchange.header("Content-Type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip();
        if (!accepted.contains(type.toLowerCase(Locale.ROOT))) {
            throw unsupported(accepted, "Send it as " + String.join(", ", accepted) + ".");
        }
        String coding = exchange.header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        boolean compressible = accepted.contains("application/gzip");
        if (!coding.equals("identity") && !(compressible && coding.equals("gzip"))) {
            throw unsupported(accepted, "The only Content-Encoding is " + (compressible ? "gzip." : "identity."));
        }
    }

    private static Problem unsupported(List<String> accepted, String detail) {
        String types = String.join(", ", accepted);
        return new Problem(415, "media-type", "Unsupported media type", detail)
                .header("Accept-Post", types)
                .header("Accept-Patch", types)
                .header("Accept-Encoding", accepted.contains("application/gzip") ? "gzip" : "identity");
    }
}
