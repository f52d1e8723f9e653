package io.github.patientpayments.reliability;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncRun;
import org.jspecify.annotations.Nullable;

/**
 * Syncs night after night until it is killed, and prints each phase when it begins and each night when it is committed.
 * See {@link KilledProcessTest}.
 */
final class KilledMain {

    static final String COMMITTED = "committed ";

    private KilledMain() {}

    /** Arguments: URL, user, password, schema, and the components of {@link Nights}. */
    public static void main(String[] arguments) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setUsername(arguments[1]);
        config.setPassword(arguments[2]);
        config.setMaximumPoolSize(1);
        Nights nights =
                new Nights(Long.parseLong(arguments[4]), Long.parseLong(arguments[5]), Long.parseLong(arguments[6]));
        PatientPaymentStore store = PatientPaymentStore.builder(new HikariDataSource(config))
                .schema(arguments[3])
                .listener(new Phases())
                .build();
        long night = store.syncRuns(1).stream().mapToLong(SyncRun::number).sum();
        while (true) {
            night++;
            store.sync(nights.input(night));
            System.out.println(COMMITTED + night);
        }
    }

    private static final class Phases implements SyncListener {

        private SyncProgress.@Nullable Phase last;

        @Override
        public void progress(SyncProgress progress) {
            if (progress.phase() != last) {
                last = progress.phase();
                System.out.println(last);
            }
        }
    }
}
