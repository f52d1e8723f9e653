package io.github.patientpayments.examples.service;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.examples.common.StoreOptions;
import io.github.patientpayments.examples.common.StoredRejections;
import io.github.patientpayments.examples.service.admin.BackOffice;
import io.github.patientpayments.examples.service.held.HeldInputs;
import io.github.patientpayments.examples.service.held.SentTotals;
import io.github.patientpayments.micrometer.SyncMeters;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.SyncReport;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "A file with the bearer token that requests must have which erase patients; or"
                    + " PATIENT_PAYMENTS_ADMIN_TOKEN. Without one, no request can. It is valid for all requests.")
    private @Nullable Path adminTokenFile;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "A file that says where in the records of uploads the fields are, and how their values are"
                    + " written. All uploads of a set for which it has a part are read with it, and are answered"
                    + " with the run alone.")
    private @Nullable Path mappingFile;

    @Option(
            names = "--migrate",
            description = "Create the schema or bring it up to date first. Always done for the default database.")
    private boolean migrate;

    @Mixin
    private LimitOptions limits;

    @Mixin
    private AdminOptions adminOptions;

    @Option(
            names = "--upload-folder",
            paramLabel = "FOLDER",
            defaultValue = "${sys:java.io.tmpdir}",
            description =
                    "Where a body is kept until it is answered: personal data, in files that only this user can read. Default: ${DEFAULT-VALUE}")
    private Path uploadFolder;

    @Mixin
    private HeldOptions heldOptions;

    private @Nullable UploadFolder uploads;
    private Optional<HeldInputs> held = Optional.empty();
    private @Nullable HikariDataSource database;
    private @Nullable BackOffice backOffice;
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
        checkOptions();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(bind), port);
        Optional<String> token = token(tokenFile, "PATIENT_PAYMENTS_TOKEN");
        if (token.isEmpty() && !address.getAddress().isLoopbackAddress()) {
            throw usage(
                    "Anyone who can reach " + bind + " could read and replace all records: a --token-file is required");
        }
        Optional<String> adminToken = token(adminTokenFile, "PATIENT_PAYMENTS_ADMIN_TOKEN");
        if (adminToken.isPresent() && adminToken.equals(token)) {
            throw usage("The --admin-token-file must have another token than the --token-file");
        }
        Optional<Mapping> mapping = mapping();
        limits.configureServer();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SyncMeters syncs = new SyncMeters(meters, "service");
        database = storeOptions.open(limits.databaseConnections(), migrate);
        PatientPaymentStore store = storeOptions
                .store(database)
                .maxStoredRejections(StoredRejections.CAPACITY)
                .guard(Guard.defaults().check(ServiceMain::answerable))
                .listener(new AttemptListener(syncs))
                .zone(adminOptions.zone())
                .build();
        storeOptions.migrate(store, migrate);
        var unused = store.lastSync(); // so that a database that can't be used is reported at once
        syncs.watch(store);
        uploads = UploadFolder.open(uploadFolder);
        held = heldOptions.open(store);
        Preconditions preconditions = new Preconditions(new EntityTags(store, limits.itemsPerPage()));
        SentTotals sent = heldOptions.sentTotals();
        UploadHandlers handlers = new UploadHandlers(
                store, preconditions, uploads, limits.maxUpload(), limits.maxUploads(), mapping, held, sent);
        AccessControl access = new AccessControl(token, adminToken, new RateLimiter(limits.rate(), System::nanoTime));
        backOffice = new BackOffice(store, access, adminOptions.toSettings(), held, sent);
        List<Route> routes = new ArrayList<>(Routes.of(store, limits.itemsPerPage(), handlers, meters));
        routes.addAll(BackOfficeHandler.routes(backOffice));
        service = new Service(address, routes, access, limits.toLimits(), meters);
        service.start();
    }

    private void checkOptions() {
        if (port < 0 || port > 65_535) {
            throw usage("--port must be 0 to 65535");
        }
        if (!Files.isDirectory(uploadFolder) || !Files.isWritable(uploadFolder)) {
            throw usage("Can't write to the --upload-folder " + uploadFolder);
        }
        limits.check().or(heldOptions::check).ifPresent(mistake -> {
            throw usage(mistake);
        });
    }

    private Optional<Mapping> mapping() {
        if (mappingFile == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Mapping.read(mappingFile));
        } catch (IllegalArgumentException e) {
            throw usage("--mapping " + mappingFile + ": " + e.getMessage());
        } catch (IOException e) {
            String problem = Files.isDirectory(mappingFile)
                    ? "it is a directory: specify a file"
                    : Files.exists(mappingFile) ? "it can't be read, or is not UTF-8" : "there is no such file";
            throw usage("--mapping " + mappingFile + ": " + problem);
        }
    }

    /** The response has an entry for every record, so every rejection must be stored. */
    private static Optional<String> answerable(SyncReport planned) {
        long rejected = planned.patients().rejected() + planned.payments().rejected();
        return rejected <= StoredRejections.CAPACITY
                ? Optional.empty()
                : Optional.of(rejected + " records were rejected, and a response can list no more than "
                        + StoredRejections.CAPACITY + ": send them in smaller parts.");
    }

    private Optional<String> token(@Nullable Path file, String environment) {
        Optional<String> token =
                file == null ? Optional.ofNullable(System.getenv(environment)) : Optional.of(storeOptions.secret(file));
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
        if (uploads != null) {
            uploads.close();
        }
        held.ifPresent(HeldInputs::close);
        if (backOffice != null) {
            backOffice.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
