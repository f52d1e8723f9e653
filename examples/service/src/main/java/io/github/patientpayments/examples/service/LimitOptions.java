package io.github.patientpayments.examples.service;

import io.github.patientpayments.query.PageRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** The options for how much is served, and how long it may take. */
final class LimitOptions {

    /** The JDK's server then forgets connections that the timeouts of the service have closed. */
    private static final int LATER_SECONDS = 60;

    private static final int CONNECTIONS_PER_REQUEST = 10;

    @Option(
            names = "--items-per-page",
            paramLabel = "N",
            defaultValue = "10",
            description = "The size of a page without ?limit=. Default: ${DEFAULT-VALUE}")
    private int itemsPerPage;

    @Option(
            names = "--max-upload",
            paramLabel = "BYTES",
            defaultValue = "2147483648",
            description = "The largest body, also after decompression. Default: ${DEFAULT-VALUE}")
    private long maxUpload;

    @Option(
            names = "--max-uploads",
            paramLabel = "N",
            defaultValue = "4",
            description = "The number of concurrent uploads. Default: ${DEFAULT-VALUE}")
    private int maxUploads;

    @Option(
            names = "--max-requests",
            paramLabel = "N",
            defaultValue = "32",
            description = "The number of concurrent requests. Default: ${DEFAULT-VALUE}")
    private int maxRequests;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests per second from one address. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--client-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long a client may send or take nothing, or less than 16 KiB. Default: ${DEFAULT-VALUE}")
    private int clientTimeout;

    @Option(
            names = "--request-timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long a request may take to arrive. Default: ${DEFAULT-VALUE}")
    private int requestTimeout;

    @Option(
            names = "--response-timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long a response may take to be produced and sent. Default: ${DEFAULT-VALUE}")
    private int responseTimeout;

    @Option(
            names = "--drain-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description =
                    "How long running requests may take to finish when the service is stopped. Default: ${DEFAULT-VALUE}")
    private int drainTimeout;

    /** What is wrong with them. */
    Optional<String> check() {
        boolean positive = IntStream.of(
                        itemsPerPage, maxUploads, maxRequests, rate, clientTimeout, requestTimeout, responseTimeout)
                .allMatch(number -> number > 0);
        if (maxRequests > 10_000) {
            return Optional.of("--max-requests must be at most 10000");
        }
        return positive && maxUpload > 0 && drainTimeout >= 0 && itemsPerPage <= PageRequest.MAX_LIMIT
                ? Optional.empty()
                : Optional.of(
                        "Limits and timeouts must be 1 or more, and --items-per-page at most " + PageRequest.MAX_LIMIT);
    }

    Limits toLimits() {
        return new Limits(
                connections(),
                maxRequests,
                Duration.ofSeconds(drainTimeout),
                Duration.ofSeconds(clientTimeout),
                Duration.ofSeconds(requestTimeout),
                Duration.ofSeconds(responseTimeout));
    }

    private int connections() {
        return CONNECTIONS_PER_REQUEST * maxRequests;
    }

    /** The JDK's server reads these properties once, when it is first used. */
    void configureServer() {
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(requestTimeout + LATER_SECONDS));
        System.setProperty("sun.net.httpserver.maxRspTime", String.valueOf(responseTimeout + LATER_SECONDS));
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(connections()));
    }

    int databaseConnections() {
        return maxRequests + maxUploads;
    }

    int itemsPerPage() {
        return itemsPerPage;
    }

    long maxUpload() {
        return maxUpload;
    }

    int maxUploads() {
        return maxUploads;
    }

    int rate() {
        return rate;
    }
}
