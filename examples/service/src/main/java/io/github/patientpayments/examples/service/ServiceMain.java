package io.github.patientpayments.examples.service;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.examples.common.StoreOptions;
import io.github.patientpayments.examples.common.StoredRejections;
import io.github.patientpayments.examples.common.SyncMeters;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.SyncReport;
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

/** Serves a store over HTTP, on the JDK's own server, without a framework. */
@Command(
        name = "ServiceMain",
        description = "Serves patients and payments over HTTP. GET /openapi.json describes all requests.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "2:usage error",
            "5:the database is unavailable, or the port is in use",
            "130, 143:stopped by a signal, after running requests have finished"
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
            description = "The address to listen on. To serve other machines, use the address of a network interface or"
                    + " 0.0.0.0; then a token is required. Default: ${DEFAULT-VALUE}")
    private String bind;

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "The port to listen on; 0 chooses a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the bearer token that every request must have; or PATIENT_PAYMENTS_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--migrate",
            description = "Create the schema or bring it up to date first. Always done for the default database.")
    private boolean migrate;

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

    @Option(
            names = "--upload-folder",
            paramLabel = "FOLDER",
            defaultValue = "${sys:java.io.tmpdir}",
            description =
                    "Where a body is kept until it is answered: personal data, in files that only this user can read. Default: ${DEFAULT-VALUE}")
    private Path uploadFolder;

    private @Nullable HikariDataSource database;
    private @Nullable Service service;

    /**
     * Runs the service until it is stopped.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.setProperty("org.slf4j.simpleLogger.log.io.github.patientpayments", "info");
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        System.exit(new CommandLine(new ServiceMain()).execute(args));
    }

    /** Serves until the process is stopped. */
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
            throw usage(
                    "Anyone who can reach " + bind + " could read and replace all records: a --token-file is required");
        }
        UploadFile.deleteAbandoned(uploadFolder);
        configureServer();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SyncMeters syncs = new SyncMeters(meters, "service");
        database = storeOptions.open(maxRequests + maxUploads, migrate);
        PatientPaymentStore store = storeOptions
                .store(database)
                .maxStoredRejections(StoredRejections.CAPACITY)
                .guard(Guard.defaults().check(ServiceMain::answerable))
                .listener(syncs)
                .build();
        storeOptions.migrate(store, migrate);
        syncs.resume(store);
        UploadHandlers uploads = new UploadHandlers(store, uploadFolder, maxUpload, maxUploads);
        service = new Service(
                address,
                Routes.of(store, itemsPerPage, uploads, meters),
                new AccessControl(token, new RateLimiter(rate, System::nanoTime)),
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
            throw usage("--port must be 0 to 65535, and --max-requests at most 10000");
        }
        if (!Files.isDirectory(uploadFolder) || !Files.isWritable(uploadFolder)) {
            throw usage("Can't write to the --upload-folder " + uploadFolder);
        }
        if (!positive || maxUpload < 1 || drainTimeout < 0 || itemsPerPage > PageRequest.MAX_LIMIT) {
            throw usage("Limits and timeouts must be 1 or more, and --items-per-page at most " + PageRequest.MAX_LIMIT);
        }
    }

    private int connections() {
        return 10 * maxRequests;
    }

    /** The response has an entry for every record, so every rejection must be stored. */
    private static Optional<String> answerable(SyncReport planned) {
        long rejected = planned.patients().rejected() + planned.payments().rejected();
        return rejected <= StoredRejections.CAPACITY
                ? Optional.empty()
                : Optional.of(rejected + " records were rejected, and a response can list no more than "
                        + StoredRejections.CAPACITY + ": send them in smaller parts.");
    }

    /** The JDK's server reads these properties once, when it is first used. */
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
            throw usage("A token must have at least " + MIN_TOKEN + " characters, and no whitespace");
        }
        return token;
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    int port() {
        return Objects.requireNonNull(service).port();
    }

    /** Waits for running requests, and stops. */
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
