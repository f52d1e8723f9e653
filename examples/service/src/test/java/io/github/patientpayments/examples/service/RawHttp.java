package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests that no client would make. */
final class RawHttp {

    private RawHttp() {}

    /** The head of a request to this machine, with the blank line that ends it. */
    static String head(String methodAndPath, String... headers) {
        return Stream.concat(
                        Stream.of(methodAndPath + " HTTP/1.1", "Host: localhost"),
                        Stream.concat(Arrays.stream(headers), Stream.of("", "")))
                .collect(Collectors.joining("\r\n"));
    }

    /** Sends it, says that nothing more comes, and reads whatever is answered until the connection is closed. */
    static String text(int port, String request) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
