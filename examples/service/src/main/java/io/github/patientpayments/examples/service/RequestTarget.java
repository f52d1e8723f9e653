package io.github.patientpayments.examples.service;

import java.net.URI;
import java.util.List;

/**
 * What a request is for (RFC 9112, 3.2). The JDK's server answers what is no URI by itself, with 400 or 404, and closes
 * the connection for one without a path, such as {@code foo:bar}.
 *
 * @param uri as it came
 * @param hosts the lines of the Host header
 */
record RequestTarget(URI uri, List<String> hosts, boolean http10) {

    /** The path with its percent-encoding. */
    String path() {
        // Without a scheme, //x/y is a path. The URI takes x for a host.
        return isAbsolute() || uri.getRawAuthority() == null ? uri.getRawPath() : "//";
    }

    private boolean isAbsolute() {
        return uri.getScheme() != null;
    }

    /** The host, whose port may follow: of the target if it names one, which overrides the header. */
    String host() {
        String named = isAbsolute() ? uri.getRawAuthority() : null;
        return named != null ? named : hosts.isEmpty() ? "" : hosts.get(0);
    }

    void check() {
        if (hosts.size() > 1 || (hosts.isEmpty() && !http10)) {
            throw Problem.badRequest("A request needs exactly one Host header");
        }
        if (uri.getRawFragment() != null) {
            throw Problem.badRequest("The target of a request can't have a fragment: write # as %23");
        }
    }
}
