package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Many other systems: a store and a schema for each, over one pool. Shows whether a store becomes slower by the number
 * of its neighbours: the first and the last tenth of them are compared.
 *
 * <pre>
 * mvn -q compile exec:java "-Dexec.mainClass=io.github.patientpayments.examples.ManyStoresMain" "-Dexec.args=1000 jdbc:postgresql://localhost/many?user=postgres"
 * </pre>
 */
public final class ManyStoresMain {

    private static final int PATIENTS = 20;
    private static final int PAYMENTS = 100;

    private final DataSource database;
    private final PrintStream out;

    private ManyStoresMain(DataSource database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args the number of stores, 50 by default, and a JDBC URL, by default that of an H2 in memory
     */
    public static void main(String[] args) {
        int stores = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        run(stores, args.length > 1 ? args[1] : "jdbc:h2:mem:many", System.out);
    }

    static void run(int stores, String url, PrintStream out) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(2); // each session of the server keeps what it knows of every schema
            new ManyStoresMain(pool, out).run(stores);
        }
    }

    private void run(int number) {
        List<PatientPaymentStore> stores = IntStream.rangeClosed(1, number)
                .mapToObj(clinic -> PatientPaymentStore.builder(database)
                        .schema("clinic_" + clinic)
                        .build())
                .toList();
        TextTable table = new TextTable("step", "first ms", "last ms", "last/first");
        List<Duration> migrations = new ArrayList<>();
        List<Duration> syncs = new ArrayList<>();
        for (PatientPaymentStore store : stores) {
            migrations.add(timed(store::migrate));
            syncs.add(timed(() -> store.sync(snapshot())));
        }
        compare(table, "migrate", migrations);
        compare(table, "sync", syncs);
        compare(table, "totals", stores.stream().map(ManyStoresMain::totals).toList());
        table.print(out);
        out.println("Stores: " + number + ", payments: "
                + stores.stream()
                        .mapToLong(store -> store.totals(PatientFilter.all()).payments())
                        .sum());
    }

    private static Duration totals(PatientPaymentStore store) {
        return timed(() -> store.totals(PatientFilter.all()));
    }

    private static Duration timed(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void compare(TextTable table, String step, List<Duration> times) {
        int tenth = Math.max(1, times.size() / 10);
        double first = medianMillis(times.subList(0, tenth));
        double last = medianMillis(times.subList(times.size() - tenth, times.size()));
        table.row(step, rounded(first), rounded(last), rounded(last / first));
    }

    private static double medianMillis(List<Duration> times) {
        long[] nanos = times.stream().mapToLong(Duration::toNanos).sorted().toArray();
        return nanos[nanos.length / 2] / 1e6;
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(Math.round(value * 10), 1);
    }

    private static Snapshot snapshot() {
        PatientData[] patients = new PatientData[PATIENTS];
        Arrays.setAll(patients, i -> PatientData.of("p" + i, "First" + i, "Last" + i, null));
        PaymentData[] payments = new PaymentData[PAYMENTS];
        Arrays.setAll(payments, i -> PaymentData.of("y" + i, "p" + i % PATIENTS, BigDecimal.TEN));
        return Snapshot.builder()
                .patients(Source.of(List.of(patients)))
                .payments(Source.of(List.of(payments)))
                .build();
    }
}
