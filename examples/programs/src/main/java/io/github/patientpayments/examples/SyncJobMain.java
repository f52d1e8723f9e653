package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.job.DropFolder;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A job without a framework: syncs the pairs of files that appear in a folder, until it is stopped. Stop it as you
 * like, and start as many as you like.
 */
public final class SyncJobMain {

    private final DropFolder folder;
    private final PrintStream out;

    SyncJobMain(DropFolder folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args the URL of the database, the folder, and the seconds between two looks at it, by default 10
     * @throws InterruptedException if the thread is interrupted between two looks
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length < 2) {
            System.err.println(
                    "Usage: SyncJobMain URL FOLDER [SECONDS], for instance jdbc:h2:./clinic /srv/exports 10");
            return;
        }
        Duration interval = Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 10);
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(args[0]);
            PatientPaymentStore store = PatientPaymentStore.builder(database).build();
            store.migrate();
            SyncJobMain job =
                    new SyncJobMain(DropFolder.builder(store, Path.of(args[1])).build(), System.out);
            while (true) {
                job.look();
                Thread.sleep(interval.toMillis());
            }
        }
    }

    /** Whatever fails, the next look comes: a pair that could not be synced is still there. */
    void look() {
        try {
            folder.run().forEach(result -> out.println(result.key() + " " + result.outcome() + ": " + result.report()));
        } catch (StoreException | UncheckedIOException e) {
            out.println(e.getMessage());
        }
    }
}
