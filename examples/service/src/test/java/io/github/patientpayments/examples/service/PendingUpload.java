package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An upload of which the service has the head, and has begun to take in the rest. */
final class PendingUpload implements Closeable {

    private static final String CONTINUE = "HTTP/1.1 100";

    private final Socket socket;

    private PendingUpload(Socket socket) {
        this.socket = socket;
    }

    /**
     * Sends the head, and comes back when the service has a place for it: until then any other request may take that.
     *
     * @param folder in which the service keeps what is sent, empty as yet
     * @param length of the body
     */
    static PendingUpload begin(int port, Path folder, int length, String... headers) throws IOException {
        PendingUpload upload = new PendingUpload(new Socket(InetAddress.getLoopbackAddress(), port));
        try {
            upload.sendHead(length, headers);
            ServiceTest.await("the file that the body goes to", () -> !ServiceTest.isEmpty(folder));
            return upload;
        } catch (IOException | RuntimeException | Error e) {
            upload.close();
            throw e;
        }
    }

    private void sendHead(int length, String... headers) throws IOException {
        socket.setSoTimeout(60_000);
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(
                "Content-Type: application/json",
                "Connection: close",
                "Content-Length: " + length,
                "Expect: 100-continue"));
        send(RawHttp.head("POST /patients", all.toArray(String[]::new)));
        assertThat(socket.getInputStream().readNBytes(CONTINUE.length()))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(CONTINUE);
    }

    void send(String part) throws IOException {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Reads until a line that begins so is answered. */
    void await(String beginning) throws IOException {
        StringBuilder line = new StringBuilder();
        while (!line.toString().startsWith(beginning)) {
            int one = socket.getInputStream().read();
            assertThat(one).as("before " + beginning).isNotNegative();
            line.append((char) one);
            if (one == '\n') {
                line.setLength(0);
            }
        }
    }

    /** What is answered once the body is there. */
    String answer() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
