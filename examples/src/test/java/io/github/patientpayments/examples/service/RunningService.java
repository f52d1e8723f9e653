package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A service as its program starts it, over a file, at a port that is free.
 *
 * @param base the address by which it is asked
 */
record RunningService(ServiceMain main, String base, HttpClient client) implements AutoCloseable {

    static RunningService start(Path folder, String... more) throws IOException {
        ServiceMain main = new ServiceMain();
        Stream<String> usual = Stream.of("--port", "0", "--migrate", "--jdbc-url", url(folder));
        CommandLine.populateCommand(main, Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
        main.start();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new RunningService(main, "http://127.0.0.1:" + main.port(), client);
    }

    static String url(Path folder) {
        return "jdbc:h2:file:" + folder.resolve("store").toAbsolutePath();
    }

    /** The same service, asked as a page of the web would that has its own name point at this machine. */
    RunningService underAnotherName() {
        InetSocketAddress proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), main.port());
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(proxy))
                .build();
        return new RunningService(main, "http://elsewhere.example", client);
    }

    /** Begins to send a body that does not end until this is closed. */
    Socket beginUpload() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), main.port());
        String head = "POST /patients HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\n\r\n[";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Override
    public void close() {
        main.close();
    }
}
