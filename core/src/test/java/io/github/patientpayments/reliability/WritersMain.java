package io.github.patientpayments.reliability;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.model.RandomDeliveries;
import io.github.patientpayments.model.RandomDeliveries.Sets;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncReport;
import java.util.Random;

/** Several threads that sync at once, and print which run was which input. See {@link ConcurrentWritersTest}. */
final class WritersMain {

    private static final int THREADS = 8;

    private WritersMain() {}

    /** Arguments: URL, user, password, schema, seed, number of syncs. */
    public static void main(String[] arguments) throws InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(THREADS);
        PatientPaymentStore store = PatientPaymentStore.builder(new HikariDataSource(config))
                .schema(arguments[3])
                .guard(Guard.defaults()
                        .lift(
                                Reason.EMPTY,
                                Reason.ALL_REJECTED,
                                Reason.TOO_MANY_REJECTIONS,
                                Reason.DELETIONS,
                                Reason.CHANGES))
                .build();
        Random random = new Random(Long.parseLong(arguments[4]));
        int syncs = Integer.parseInt(arguments[5]);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            Random own = new Random(random.nextLong());
            int number = (syncs + i) / THREADS;
            threads[i] = new Thread(() -> {
                for (int sync = 0; sync < number; sync++) {
                    // Few seeds, so that others sync the same at the same time.
                    sync(store, own.nextInt(12), own.nextBoolean());
                }
            });
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** The input that a seed makes. */
    static Sets input(long seed) {
        RandomDeliveries deliveries = new RandomDeliveries(new Random(seed));
        return seed % 3 == 0 ? deliveries.delta() : deliveries.snapshot();
    }

    private static void sync(PatientPaymentStore store, long seed, boolean once) {
        while (true) {
            try {
                SyncReport report = store.sync(input(seed).delivery(once));
                System.out.println(report.number() + " " + seed);
                return;
            } catch (StoreBusyException e) {
                // A later attempt has the lock. Any other exception ends the thread, and the run is missed.
            }
        }
    }
}
