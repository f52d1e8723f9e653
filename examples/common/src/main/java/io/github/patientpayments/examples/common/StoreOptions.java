package io.github.patientpayments.examples.common;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * Where the store is: the options that every program has. Secrets come from files or the environment, never as
 * arguments.
 */
public final class StoreOptions {

    /** The database if none is named: a file in the working directory. */
    public static final String DEFAULT_URL = "jdbc:h2:file:./patient-payments";

    /** Holds the database's password, if no file does. */
    public static final String PASSWORD = "PATIENT_PAYMENTS_PASSWORD";

    /** By default H2 writes rows, and so personal data, to a trace file beside the database. */
    private static final String H2_TRACE = "TRACE_LEVEL_FILE=";

    /** On a signal, H2 would close the database under requests that may still finish. */
    private static final String H2_CLOSING = "DB_CLOSE_ON_EXIT=";

    /** By default H2 creates a database that is not there, and a query of it would be answered from nothing. */
    private static final String H2_EXISTING = "IFEXISTS=";

    /** By default H2 writes a commit to the disk up to half a second after it has been acknowledged. */
    private static final String H2_DELAY = "WRITE_DELAY=";

    private static final int MAX_TIMEOUT = 86_400;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            defaultValue = "${env:PATIENT_PAYMENTS_JDBC_URL:-" + DEFAULT_URL + "}",
            showDefaultValue = Visibility.NEVER, // a URL may hold a password
            description = "The database, H2 or PostgreSQL; or PATIENT_PAYMENTS_JDBC_URL. Default: " + DEFAULT_URL)
    private String jdbcUrl;

    @Option(
            names = "--user",
            defaultValue = "${env:PATIENT_PAYMENTS_USER}",
            showDefaultValue = Visibility.NEVER,
            description = "The database user; or PATIENT_PAYMENTS_USER.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Holds the password of the user; or PATIENT_PAYMENTS_PASSWORD.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--schema",
            defaultValue = "patient_payments",
            description = "The schema of the store. Default: ${DEFAULT-VALUE}")
    private String schema;

    @Option(
            names = "--erasure-key-file",
            paramLabel = "FILE",
            description =
                    "Holds the key by which erased patients are known: 32 bytes or more. Needed to erase, and for every"
                            + " sync from then on. After a change of the key, repeat it: the new one first.")
    private List<Path> erasureKeyFiles = List.of();

    @Option(
            names = "--lock-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for another writer. Default: ${DEFAULT-VALUE}")
    private int lockTimeout;

    /**
     * A pool for the database. It does not connect yet: a database that is not there is the first call's error.
     *
     * @param connections at the most; {@code migrate()} needs two
     * @param migrates whether the schema may be created, and with it the file of an H2 database
     */
    public HikariDataSource open(int connections, boolean migrates) {
        HikariConfig pool = new HikariConfig();
        String url = tuned(jdbcUrl);
        boolean existing = url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:h2:mem:") && !migrates;
        if (migrates || isDefaultDatabase()) {
            createFile(url);
        }
        pool.setJdbcUrl(existing && !isDefaultDatabase() ? with(url, H2_EXISTING, "TRUE") : url);
        pool.setUsername(user);
        pool.setPassword(passwordFile == null ? System.getenv(PASSWORD) : secret(passwordFile));
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(0);
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(TimeUnit.SECONDS.toMillis(10));
        try {
            return new HikariDataSource(pool);
        } catch (RuntimeException e) {
            // The message of a driver may repeat the URL, and so a password in it.
            throw usage("No driver of H2 or PostgreSQL takes the --jdbc-url");
        }
    }

    /** The URL, with the settings of H2 that it does not make itself. */
    private static String tuned(String url) {
        return url.startsWith("jdbc:h2:")
                ? with(with(with(url, H2_TRACE, "0"), H2_CLOSING, "FALSE"), H2_DELAY, "0")
                : url;
    }

    private static void createFile(String url) {
        try {
            H2File.create(url);
        } catch (IOException | InvalidPathException e) {
            // H2 will report what is wrong with it.
        }
    }

    private static String with(String url, String setting, String value) {
        return url.toUpperCase(Locale.ROOT).contains(setting) ? url : url + ";" + setting + value;
    }

    /** A builder of the store in that database, with the schema, key and timeout that were given. */
    public PatientPaymentStore.Builder store(DataSource database) {
        try {
            PatientPaymentStore.Builder builder =
                    PatientPaymentStore.builder(database).schema(schema).lockTimeout(lockTimeout());
            byte[][] keys = erasureKeyFiles.stream().map(this::key).toArray(byte[][]::new);
            return keys.length == 0 ? builder : builder.erasureKey(keys[0], Arrays.copyOfRange(keys, 1, keys.length));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    /** Creates the tables, if requested or if this is the default database, which needs no set-up. */
    public void migrate(PatientPaymentStore store, boolean requested) {
        if (requested || isDefaultDatabase()) {
            store.migrate();
        }
    }

    /** How long to wait for another writer. */
    public Duration lockTimeout() {
        if (lockTimeout < 1 || lockTimeout > MAX_TIMEOUT) {
            throw usage("--lock-timeout must be 1 to " + MAX_TIMEOUT + " seconds, not " + lockTimeout);
        }
        return Duration.ofSeconds(lockTimeout);
    }

    /** Whether this is the default database, which needs no set-up. */
    public boolean isDefaultDatabase() {
        return jdbcUrl.equals(DEFAULT_URL);
    }

    private byte[] key(Path file) {
        byte[] bytes = read(file);
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    /** The text in a file, without the end of its line. */
    public String secret(Path file) {
        return new String(key(file), StandardCharsets.UTF_8);
    }

    private byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw usage(Files.isDirectory(file) ? file + " is a directory: specify a file" : "Can't read " + file);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
