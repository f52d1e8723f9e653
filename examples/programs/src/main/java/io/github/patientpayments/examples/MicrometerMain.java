package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.micrometer.SyncMeters;
import io.github.patientpayments.sync.Snapshot;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Three nights, metered with Micrometer by {@link SyncMeters}: a good one, the same again, and an empty export. */
public final class MicrometerMain {

    private static final String PATIENTS = """
            [{"externalId": "4", "firstName": "Pris", "lastName": "Stratton"},
             {"externalId": "8", "firstName": "Roy",  "lastName": "Batti"},
             {"externalId": "9", "firstName": "",     "lastName": "Sebastian"}]
            """;

    private static final String PAYMENTS = """
            [{"externalId": "501", "patientId": "4", "amount": 4.46},
             {"externalId": "502", "patientId": "4", "amount": 5.66},
             {"externalId": "601", "patientId": "8", "amount": 23.32},
             {"externalId": "602", "patientId": "8", "amount": 9.29}]
            """;

    /** Your application has one already, and sends it somewhere. */
    private final MeterRegistry registry = new SimpleMeterRegistry();

    private final PrintStream out;

    private MicrometerMain(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(System.out);
    }

    static void run(PrintStream out) {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:micrometer");
            new MicrometerMain(out).run(database);
        }
    }

    private void run(DataSource database) {
        SyncMeters meters = new SyncMeters(registry, "clinic");
        PatientPaymentStore store =
                PatientPaymentStore.builder(database).listener(meters).build();
        store.migrate();
        meters.watch(store);

        sync(store, "A good night", JsonText.snapshot(PATIENTS, PAYMENTS));
        sync(store, "The same again", JsonText.snapshot(PATIENTS, PAYMENTS));
        sync(store, "An empty export", JsonText.snapshot("[]", "[]"));
        out.println();
        show();
    }

    private void sync(PatientPaymentStore store, String title, Snapshot snapshot) {
        try {
            out.println(title + ": " + store.sync(snapshot).status());
        } catch (SnapshotRefusedException e) {
            out.println(title + ": refused, " + e.reason());
        }
    }

    private void show() {
        out.println("How the syncs ended:");
        TextTable syncs = new TextTable("outcome", "cause", "times", "ms");
        sorted(registry.find(SyncMeters.SYNCS).timers(), "outcome", "cause").forEach(timer -> ended(syncs, timer));
        syncs.print(out);

        out.println("What became of the records:");
        TextTable records = new TextTable("type", "fate", "records");
        sorted(registry.find(SyncMeters.RECORDS).counters(), "type", "fate")
                .filter(counter -> counter.count() > 0)
                .forEach(counter -> records.row(tag(counter, "type"), tag(counter, "fate"), (long) counter.count()));
        records.print(out);

        out.println("Read: " + (long) registry.get(SyncMeters.BYTES).counter().count() + " bytes.");
        out.println("The last good sync was "
                + (long) registry.get(SyncMeters.AGE)
                        .tag("type", "patients")
                        .timeGauge()
                        .value(TimeUnit.SECONDS) + " seconds ago.");
    }

    private static void ended(TextTable syncs, Timer timer) {
        syncs.row(tag(timer, "outcome"), tag(timer, "cause"), timer.count(), (long)
                timer.totalTime(TimeUnit.MILLISECONDS));
    }

    private static <M extends Meter> Stream<M> sorted(Collection<M> meters, String... tags) {
        return meters.stream()
                .sorted(Comparator.comparing(meter ->
                        Stream.of(tags).map(key -> tag(meter, key)).toList().toString()));
    }

    private static String tag(Meter meter, String key) {
        return String.valueOf(meter.getId().getTag(key));
    }
}
