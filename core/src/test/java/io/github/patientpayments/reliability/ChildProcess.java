package io.github.patientpayments.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.postgresql.ds.PGSimpleDataSource;

/** Another process of the same Java, with the classes of the tests. */
final class ChildProcess {

    private ChildProcess() {}

    /** Starts the main method of a class. Compiled once and quickly, since it does not live long. */
    static Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The arguments that name a store: URL, user, password, schema. The server knows the process by the schema. */
    static List<String> target(PGSimpleDataSource dataSource, String schema) {
        dataSource.setApplicationName(schema);
        return List.of(
                dataSource.getURL(),
                Objects.requireNonNullElse(dataSource.getUser(), ""),
                Objects.requireNonNullElse(dataSource.getPassword(), ""),
                schema);
    }
}
