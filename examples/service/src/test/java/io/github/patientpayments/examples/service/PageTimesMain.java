package io.github.patientpayments.examples.service;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.testing.Postgres;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures each page of the back office over a large store: {@code benchmarks/pages --help}. */
@Command(
        name = "benchmarks/pages",
        description = "Fills a store, starts the service over it, and measures each page of its back office.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class PageTimesMain implements Callable<Integer> {

    private static final String SCHEMA = "pages";

    @Option(names = "--payments", description = "How many; a tenth as many patients.", defaultValue = "1000000")
    private int payments;

    @Option(names = "--rounds", description = "How often each page is requested.", defaultValue = "30")
    private int rounds;

    @Option(names = "--h2", description = "On H2 in a file instead of PostgreSQL.")
    private boolean h2;

    @Option(
            names = "--jdbc-url",
            description = "Of a database to use instead of a new one. What is in its schema " + SCHEMA + " is measured,"
                    + " and stays there.")
    private String jdbcUrl = "";

    /** Runs it. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new PageTimesMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Path folder = Files.createTempDirectory("pages");
        String url = jdbcUrl.isEmpty() ? (h2 ? RunningService.url(folder) : Postgres.url()) : jdbcUrl;
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            PatientPaymentStore store =
                    PatientPaymentStore.builder(pool).schema(SCHEMA).build();
            store.migrate();
            if (store.syncRuns(1).isEmpty()) {
                long begun = System.nanoTime();
                LargeStore.fill(url, SCHEMA, payments);
                analyze(pool);
                System.err.println("Filled in "
                        + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
            }
            try (PageTimes times = PageTimes.start(url, SCHEMA, folder, rounds)) {
                times.warmUp(() -> pages(times, store));
                baselines(times, pool, store);
                pages(times, store);
                once(times, store);
                System.out.println(times.table());
            }
        }
        return 0;
    }

    /** As they are by the next night. */
    private void analyze(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(isH2(connection) ? "ANALYZE" : "VACUUM (ANALYZE)");
        }
    }

    private static boolean isH2(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("H2");
    }

    private void baselines(PageTimes times, HikariDataSource pool, PatientPaymentStore store) {
        times.measure("`SELECT 1`", () -> {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.NAME).limit(50);
        String half = store.patients(PatientFilter.all(), request.page(1 + payments / 1_000))
                .next()
                .orElseThrow();
        times.measure(
                "`store.patients`, a page by name", () -> store.patients(PatientFilter.all(), request.after(half)));
        times.get("Stylesheet", times.stylesheet());
    }

    private static void pages(PageTimes times, PatientPaymentStore store) {
        long last = store.syncRuns(1).get(0).number();
        long[] applied = store.syncRuns(100).stream()
                .filter(run -> run.status() == SyncRun.Status.APPLIED)
                .mapToLong(SyncRun::number)
                .toArray();
        long busiest = store.patient(LargeStore.BUSIEST).orElseThrow().id();
        String path = "/admin/patients/" + busiest;
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        times.get("Overview", "/admin");
        times.get("Held", "/admin/held");
        times.get("Runs", "/admin/runs");
        times.get("Run: the last one", "/admin/runs/" + last);
        times.get("Run: the first load", "/admin/runs/1");
        times.get("Rejections", "/admin/rejections");
        times.get("Rejections of the first load", "/admin/rejections?run=1");
        times.get("Patients", "/admin/patients");
        times.get("Patients, the page after", times.next("/admin/patients"));
        times.post("Patients by name", "/admin/patients/by-name", "name", "García");
        times.post("Patients by name, common", "/admin/patients/by-name", "name", "l");
        times.post("Patients by name, none", "/admin/patients/by-name", "name", "zzz");
        times.post("Patient by external id", "/admin/patients/by-id", "id", LargeStore.BUSIEST);
        times.post("Patient by external id of a payment", "/admin/patients/by-id", "id", "B4711");
        times.get("Patients by total", "/admin/patients?min=10&max=2000");
        times.get("Patients by total, the page after", times.next("/admin/patients?min=10&max=2000"));
        times.get("Patients by date of birth", "/admin/patients?born_from=1980-01-01&born_until=1980-12-31");
        times.get("Patients by date of birth, one day", "/admin/patients?born_from=1980-03-03&born_until=1980-03-03");
        times.get("Patients by date of birth, none", "/admin/patients?born_from=1920-03-03&born_until=1920-03-03");
        times.get(
                "Patients by total and date of birth",
                "/admin/patients?min=10&max=2000&born_from=1980-01-01&born_until=1980-01-31");
        times.get("Patients, deleted ones too", "/admin/patients?deleted=true");
        times.get(
                "Patients by date of birth, deleted ones too",
                "/admin/patients?born_from=1980-01-01&born_until=1980-01-31&deleted=true");
        for (int days : new int[] {1, 7, 60}) {
            times.get("Changes of " + days + " days", "/admin/patients/changes?since=" + today.minusDays(days));
        }
        String since = "/admin/patients/changes?since=" + today.minusDays(7);
        times.get("Changes, the page after", times.next(since));
        times.get("Patient with few payments", "/admin/patients/" + (busiest + 4_000));
        times.get(
                "Patient with few payments, a month ago",
                "/admin/patients/" + (busiest + 4_000) + "?at=" + today.minusDays(30));
        times.get("Patient with 1,500 payments", path);
        times.get("Patient with 1,500 payments, its last page", path + "?from=900");
        times.get("Patient with 1,500 payments, a month ago", path + "?at=" + today.minusDays(30));
        times.get("Integrity", "/admin/integrity");
        times.get("Undo", "/admin/runs/" + applied[0] + "/undo");
    }

    /** What takes longer, by the design of the pages. */
    private static void once(PageTimes times, PatientPaymentStore store) {
        long[] applied = store.syncRuns(100).stream()
                .filter(run -> run.status() == SyncRun.Status.APPLIED)
                .mapToLong(SyncRun::number)
                .toArray();
        times.once(
                "Preview of undoing the last change",
                () -> times.submit("/admin/runs/" + applied[0] + "/undo/preview"));
        times.once(
                "Preview of undoing the last 20", () -> times.submit("/admin/runs/" + applied[19] + "/undo/preview"));
        times.get("Money, at first", "/admin/money");
        times.once("Money, until nothing is being added up", times::money);
        times.get("Money", "/admin/money");
        times.once("Verify now", () -> times.submit("/admin/integrity/verify"));
    }
}
