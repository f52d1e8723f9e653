package io.github.patientpayments.examples.loader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A proxy of a PostgreSQL server that closes the connection instead of passing on a COMMIT. */
final class CommitCutter implements AutoCloseable {

    private final ServerSocket entrance;
    private final int server;

    CommitCutter(int server) throws IOException {
        this.server = server;
        this.entrance = new ServerSocket(0, 10, InetAddress.getByName("localhost"));
        daemon(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            Socket there = new Socket("localhost", server);
            daemon(() -> pass(client, there, true));
            daemon(() -> pass(there, client, false));
        }
    }

    private static void pass(Socket from, Socket to, boolean cutting) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[65_536];
            int length = in.read(bytes);
            while (length >= 0 && !(cutting && has(bytes, length, "COMMIT\0"))) {
                out.write(bytes, 0, length);
                length = in.read(bytes);
            }
        }
    }

    private static boolean has(byte[] bytes, int length, String text) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(text);
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // closed by one side, as the test intends
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
