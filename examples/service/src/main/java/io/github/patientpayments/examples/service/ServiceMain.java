package io.github.patientpayments.examples.service;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.examples.common.SyncMeters;
import io.github.patientpayments.examples.common.StoreOptions;
import io.github.patientpayments.examples.common.StoredRejections;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Guard;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The store behind HTTP, on the server that the JDK has: no framework. */
@Command(
        name = "ServiceMain",
        description = "Serves patients and payments over HTTP: GET /openapi.json tells what can be asked.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"2:usage", "5:the database, or the port", "130, 143:stopped by a signal, after what was running"
        })
public final class ServiceMain implements Callable<Integer>, AutoCloseable {

    private static final int DATABASE_OR_PORT = 5;
    private static final int MIN_TOKEN = 16;

    @Spec
    private CommandSpec command;

    @Mixin
    private StoreOptions storeOptions;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Where to listen. Other"
                            + " machines reach it only if this is one of the machine's other addresses, or 0.0.0.0; then a token is needed.")
    private String bind;

    @Option(names = "--port", defaultValue = "8000", description = "Which port; 0 takes any that is free.")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds what every request has to bring as its bearer" + " token; or PATIENT_PAYMENTS_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--migrate",
            description = "Create the schema or bring it up to date first. Always done for the default database.")
    private boolean migrate;

    @Option(
            names = "--items-per-page",
            paramLabel = "N",
            defaultValue = "10",
            description = "Unless a request says ?limit=.")
    private int itemsPerPage;

    @Option(
            names = "--max-upload",
            paramLabel = "BYTES",
            defaultValue = "2147483648",
            description = "The largest body, also unpacked.")
    private long maxUpload;

    @Option(names = "--max-uploads", paramLabel = "N", defaultValue = "4", description = "Uploads at once.")
    private int maxUploads;

    @Option(names = "--max-requests", paramLabel = "N", defaultValue = "32", description = "Requests at once.")
    private int maxRequests;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests a second from one address.")
    private int rate;

    @Option(
            names = "--request-timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long a request may take to come in.")
    private int requestTimeout;

    @Option(
            names = "--response-timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long the work and its answer may take.")
    private int responseTimeout;

    @Option(
            names = "--drain-timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait for what is running, when told to stop.")
    private int drainTimeout;

    @Option(
            names = "--upload-folder",
            paramLabel = "FOLDER",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where a body lies until it is answered: people's records, readable for this user alone.")
    private Path uploadFolder;

    private @Nullable HikariDataSource database;
    private @Nullable Service service;

    /**
     * Runs it until it is told to stop.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.setProperty("org.slf4j.simpleLogger.log.io.github.patientpayments", "info");
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        System.exit(new CommandLine(new ServiceMain()).execute(args));
    }

    /** Serves until the machine or its user ends the process. */
    @Override
    public Integer call() throws InterruptedException {
        try {
            start();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        } catch (StoreException | IOException e) {
            command.commandLine().getErr().println(e.getMessage());
            close();
            return DATABASE_OR_PORT;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
        command.commandLine()
                .getOut()
                .println("Listening on http://" + (bind.contains(":") ? "[" + bind + "]" : bind) + ":" + port());
        command.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    void start() throws IOException {
        checkLimits();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(bind), port);
        Optional<String> token = token();
        if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw usage("Whoever reaches " + bind + " could read and replace everything: give it a --token-file");
        }
        Spooled.sweep(uploadFolder);
        configureServer();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SyncMeters syncs = new SyncMeters(meters, "service");
        database = storeOptions.open(maxRequests + maxUploads);
        PatientPaymentStore store = storeOptions
                .store(database)
                .maxStoredRejections(StoredRejections.CAPACITY)
                // More are refused, so that each record can be told what became of it.
                .guard(Guard.defaults().rejections(Guard.Limit.percent(0).atLeast(StoredRejections.CAPACITY + 1)))
                .listener(syncs)
                .build();
        storeOptions.migrate(store, migrate);
        syncs.resume(store);
        Uploads uploads = new Uploads(store, uploadFolder, maxUpload, maxUploads);
        service = new Service(
                address,
                Routes.of(store, itemsPerPage, uploads, meters),
                new Gate(token, new RateLimit(rate, System::nanoTime)),
                connections(),
                maxRequests,
                Duration.ofSeconds(drainTimeout),
                meters);
        service.start();
    }

    private void checkLimits() {
        boolean positive = IntStream.of(itemsPerPage, maxUploads, maxRequests, rate, requestTimeout, responseTimeout)
                .allMatch(number -> number > 0);
        if (maxRequests > 10_000 || port < 0 || port > 65_535) {
            throw usage("A port is 0 to 65535, and there are at most 10,000 requests at once");
        }
        if (!Files.isDirectory(uploadFolder) || !Files.isWritable(uploadFolder)) {
            throw usage("No file can be made in " + uploadFolder);
        }
        if (!positive || maxUpload < 1 || drainTimeout < 0 || itemsPerPage > PageRequest.MAX_LIMIT) {
            throw usage(
                    "Limits and timeouts are 1 or more, and a page has at most " + PageRequest.MAX_LIMIT + " items");
        }
    }

    private int connections() {
        return 10 * maxRequests;
    }

    /** The JDK's server takes these from properties alone, when it is first used. */
    private void configureServer() {
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(requestTimeout));
        System.setProperty("sun.net.httpserver.maxRspTime", String.valueOf(responseTimeout));
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(connections()));
    }

    private Optional<String> token() {
        Optional<String> token = tokenFile == null
                ? Optional.ofNullable(System.getenv("PATIENT_PAYMENTS_TOKEN"))
                : Optional.of(storeOptions.secret(tokenFile));
        if (token.isPresent() && !token.get().matches("\\S{" + MIN_TOKEN + ",}")) {
            throw usage("A token has at least " + MIN_TOKEN + " characters, and no blanks");
        }
        return token;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    int port() {
        return Objects.requireNonNull(service).port();
    }

    /** Lets what is running come to its end, and stops. */
    @Override
    public void close() {
        if (service != null) {
            service.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
