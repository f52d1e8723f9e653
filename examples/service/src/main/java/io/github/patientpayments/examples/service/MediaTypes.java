package io.github.patientpayments.examples.service;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The types of bodies. None of them can be sent by an HTML form, nor by a script without a CORS preflight: so no web
 * page can change a store on its visitor's machine.
 */
final class MediaTypes {

    static final List<String> JSON = List.of("application/json");

    private static final String CSV = "text/csv";

    static final List<String> RECORDS =
            List.of("application/gzip", "application/json", "application/x-ndjson", "application/zip", CSV);

    private static final String CHARSET = "charset=";

    private MediaTypes() {}

    static void check(Exchange exchange, List<String> accepted) {
        if (!accepted.contains(type(exchange))) {
            throw unsupported(accepted, "Send it as " + String.join(", ", accepted) + ".");
        }
        String coding = exchange.header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        boolean compressible = accepted.contains("application/gzip");
        if (!coding.equals("identity") && !(compressible && coding.equals("gzip"))) {
            throw unsupported(accepted, "The only Content-Encoding is " + (compressible ? "gzip." : "identity."));
        }
    }

    private static String type(Exchange exchange) {
        return exchange.header("Content-Type")
                .orElse("")
                .replaceFirst(";.*", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    static boolean isCsv(Exchange exchange) {
        return type(exchange).equals(CSV);
    }

    /** The charset of the Content-Type; empty if there is none. */
    static Optional<Charset> charset(Exchange exchange) {
        return charsetName(exchange).map(MediaTypes::known);
    }

    private static Optional<String> charsetName(Exchange exchange) {
        return Arrays.stream(exchange.header("Content-Type").orElse("").split(";", -1))
                .map(String::strip)
                .filter(parameter -> parameter.regionMatches(true, 0, CHARSET, 0, CHARSET.length()))
                .map(parameter -> parameter.substring(CHARSET.length()).replace("\"", ""))
                .findFirst();
    }

    private static Charset known(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message would repeat the header.
            throw unsupported(
                    RECORDS,
                    "The charset of the Content-Type is unknown. Send one that Java knows, such as UTF-8, UTF-16 or"
                            + " windows-1252.");
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
