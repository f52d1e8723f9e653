package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintStream;
import javax.sql.DataSource;

/**
 * The store at work, on an in-memory database: first the small sample of the challenge that it began with, then two
 * nights of a clinic. Each has a store, and so a schema, of its own.
 */
public final class QuickstartMain {

    private QuickstartMain() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (HikariDataSource database = inMemory()) {
            run(database, System.out);
        }
    }

    static void run(DataSource database, PrintStream out) {
        new ChallengeSample(database, out).run();
        new TwoNights(database, out).run();
    }

    /** Your application has a DataSource already. This one forgets everything when it is closed. */
    private static HikariDataSource inMemory() {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:mem:quickstart");
        return pool;
    }
}
