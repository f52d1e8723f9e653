package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * A service as its program starts it, at a port that is free.
 *
 * @param base the address of its API
 */
record RunningService(ServiceMain main, String base, HttpClient client) implements AutoCloseable {

    static RunningService start(Path folder, String... more) throws IOException {
        return start(url(folder), more);
    }

    /** On a fast machine a test sends more requests than the usual rate allows. */
    static RunningService start(String jdbcUrl, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--port", "0", "--migrate", "--jdbc-url", jdbcUrl));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--rate")) {
            arguments.addAll(List.of("--rate", "100000"));
        }
        if (!arguments.contains("--held-folder")) {
            arguments.add("--no-held");
        }
        ServiceMain main = new ServiceMain();
        CommandLine.populateCommand(main, arguments.toArray(String[]::new));
        main.start();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new RunningService(main, "http://127.0.0.1:" + main.port(), client);
    }

    static String url(Path folder) {
        return "jdbc:h2:file:" + folder.resolve("store").toAbsolutePath();
    }

    /** The same service, called as a web page would whose own name resolves to this machine (DNS rebinding). */
    RunningService underAnotherName() {
        InetSocketAddress proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), main.port());
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(proxy))
                .build();
        return new RunningService(main, "http://elsewhere.example", client);
    }

    @Override
    public void close() {
        main.close();
    }
}
