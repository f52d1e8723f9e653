package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of requests that no client makes from a URL (RFC 9112, 3.2). */
class TargetTest extends ServiceTest {

    private static final String CLOSE = "Connection: close";

    @BeforeEach
    void startIt() {
        start();
    }

    @Test
    void anAbsoluteTargetNamesTheHost() {
        assertThat(answer("GET http://localhost/runs")).startsWith("HTTP/1.1 200");
        assertThat(answer("GET http://evil.example/runs")).startsWith("HTTP/1.1 421");
        assertThat(raw("GET http://localhost/runs HTTP/1.1\r\nHost: evil.example\r\n" + CLOSE + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void aPathMayBeginWithTwoSlashes() {
        assertThat(answer("GET //localhost/runs"))
                .startsWith("HTTP/1.1 404")
                .contains("urn:patient-payments:not-found");
    }

    @Test
    void aPathIsDecodedPerSegment() {
        assertThat(answer("GET /r%75ns")).startsWith("HTTP/1.1 200");
        assertThat(answer("GET /runs%2F1")).startsWith("HTTP/1.1 404");
        assertThat(answer("GET /runs/../runs")).startsWith("HTTP/1.1 404");
    }

    @Test
    void aFragmentIsRejected() {
        assertThat(answer("GET /runs#1")).startsWith("HTTP/1.1 400").contains("urn:patient-payments:bad-request");
    }

    @Test
    void aRequestHasOneHost() {
        assertThat(raw("GET /runs HTTP/1.1\r\n" + CLOSE + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("Host header");
        assertThat(answer("GET /runs", "Host: localhost"))
                .startsWith("HTTP/1.1 400")
                .contains("Host header");
        assertThat(raw("GET /healthz HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    /** By the JDK's server: before the service knows of the request, and in HTML. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /%zz", "GET /a b", "GET", "OPTIONS *", "GET http://localhost", "GET ?", "GET //runs"})
    void whatHasNoPathIsRejected(String line) {
        assertThat(answer(line)).startsWith("HTTP/1.1 40").doesNotContain("\tat ");
    }

    /** The JDK's server closes the connection, and nobody can answer. The service goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"GET foo:bar", "CONNECT localhost:80", "GET mailto:a@example.org"})
    void whatIsNotHierarchicalIsCutOff(String line) {
        assertThat(answer(line)).isEmpty();
        json(200, get("/runs"));
    }

    private String answer(String methodAndTarget, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 1, headers.length);
        all[0] = CLOSE;
        return raw(RawHttp.head(methodAndTarget, all));
    }

    private String raw(String request) {
        return RawHttp.text(port(), request);
    }
}
